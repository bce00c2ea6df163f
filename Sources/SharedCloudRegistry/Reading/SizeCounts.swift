internal import Formats

/// How many files there are of each size, in steps of an eighth of a power of two.
///
/// The least and the greatest size are exact; the median is right to six per cent.
package struct SizeCounts: Sendable, Hashable {
  /// The number of files.
  package private(set) var files = 0
  /// The sum of the sizes in bytes.
  package private(set) var bytes = 0
  /// The least size; meaningless without files.
  package private(set) var least = File(size: .max, start: 0)
  /// The greatest size; meaningless without files.
  package private(set) var greatest = File(size: -1, start: 0)
  /// The number of files by step.
  private var counts: [UInt32]

  /// The number of steps: eight for each bit of a size.
  private static let steps = 64 * 8

  /// A size, and which file has it.
  package struct File: Sendable, Hashable {
    /// The size in bytes.
    package var size: Int
    /// The start of its row in seconds since 1970-01-01; the earliest of files of this size.
    package var start: Int

    /// Makes a file.
    package init(size: Int, start: Int) {
      self.size = size
      self.start = start
    }
  }

  /// Makes counts of no file.
  package init() { counts = [UInt32](repeating: 0, count: Self.steps) }

  /// Restores counts.
  ///
  /// - Parameters:
  ///   - steps: The number of files of each step that has any.
  ///   - bytes: The sum of the sizes.
  ///   - least: The file of the least size.
  ///   - greatest: The file of the greatest size.
  package init(
    steps: some Sequence<(step: Int, files: UInt32)>, bytes: Int, least: File, greatest: File
  ) {
    self.init()
    for (step, count) in steps where counts.indices.contains(step) {
      counts[step] &+= count
      files += Int(count)
    }
    (self.bytes, self.least, self.greatest) = (bytes, least, greatest)
  }

  /// The number of files of each step that has any.
  package var steps: [(step: Int, files: UInt32)] {
    counts.indices.filter { counts[$0] > 0 }.map { (step: $0, files: counts[$0]) }
  }

  /// Counts a file.
  ///
  /// - Parameters:
  ///   - size: Its size in bytes.
  ///   - start: The start of its row in seconds since 1970-01-01.
  @inline(__always)
  package mutating func add(_ size: Int, start: Int) {
    files &+= 1
    bytes.add(clamped: size)
    if size <= least.size { noteLeast(.init(size: size, start: start)) }
    if size >= greatest.size { noteGreatest(.init(size: size, start: start)) }
    counts[Self.step(of: size)] &+= 1
  }

  /// Counts the files of other counts.
  package mutating func add(_ other: SizeCounts) {
    files += other.files
    bytes.add(clamped: other.bytes)
    noteLeast(other.least)
    noteGreatest(other.greatest)
    for step in 0..<Self.steps { counts[step] &+= other.counts[step] }
  }

  @inline(__always)
  private mutating func noteLeast(_ file: File) {
    if (file.size, file.start) < (least.size, least.start) { least = file }
  }

  @inline(__always)
  private mutating func noteGreatest(_ file: File) {
    if (-file.size, file.start) < (-greatest.size, greatest.start) { greatest = file }
  }

  /// The size that half of the files do not exceed; nil without files.
  package var median: Int? {
    guard files > 0 else { return nil }
    var seen = 0
    for step in 0..<Self.steps {
      seen += Int(counts[step])
      if seen * 2 >= files {
        return Swift.min(Swift.max(Self.middle(of: step), least.size), greatest.size)
      }
    }
    return greatest.size
  }

  @inline(__always)
  private static func step(of size: Int) -> Int {
    guard size >= 8 else { return Swift.max(0, size) }
    let bit = 63 - size.leadingZeroBitCount
    return (bit - 2) * 8 + (size >> (bit - 3) & 7)
  }

  private static func middle(of step: Int) -> Int {
    guard step >= 16 else { return step }
    let bit = step / 8 + 2
    let width = 1 << (bit - 3)
    return (8 + step % 8) * width + width / 2
  }
}
