internal import Formats
internal import ObjectStorage

/// Where lists of checksums state those of paths: 24 bytes of memory for each line.
///
/// The lines themselves stay in their files, and are read again when they are asked for.
struct ChecksumTable: Sendable {
  /// One line of a list.
  private struct Line {
    /// The hash of its path.
    var hash: UInt64
    /// Where it begins.
    var start: Int
    /// How long it is.
    var length: Int32
    /// The number of its list.
    var list: Int32
  }

  private let lists: [ChecksumList]
  private var lines: [Line] = []
  /// What could not be read, the first lines only.
  private(set) var faults: [String] = []
  /// How many lines could not be read.
  private(set) var faultCount = 0

  /// Reads lists.
  ///
  /// - Parameters:
  ///   - paths: Their paths.
  ///   - base: The address that paths may begin with.
  /// - Throws: ``StoreError`` if one can't be read.
  init(_ paths: [String], below base: String) async throws(StoreError) {
    lists = paths.map(ChecksumList.init)
    var (lines, faults, faultCount) = ([Line](), [String](), 0)
    for (number, list) in lists.enumerated() {
      _ = try await list.read { statement, line, place in
        switch statement {
        case .nothing: break
        case .checksum(_, let path, _):
          lines.append(
            Line(
              hash: Self.hash(Self.key(of: path, below: base)), start: place.lowerBound,
              length: Int32(clamping: place.count), list: Int32(clamping: number)))
        case .unreadable(let reason):
          faultCount += 1
          if faults.count < 3 { faults.append("\(list.path), line \(line): \(reason)") }
        }
      }
    }
    lines.sort { $0.hash < $1.hash }
    (self.lines, self.faults, self.faultCount) = (lines, faults, faultCount)
  }

  /// The checksums that the lists state for a file.
  ///
  /// - Parameters:
  ///   - key: Its key below the base.
  ///   - base: The address that paths may begin with.
  ///   - etag: Its ETag; nil if it is not known.
  /// - Returns: The checksums, without those of objects with another ETag.
  /// - Throws: ``StoreError`` if a list can't be read.
  func checksums(
    of key: String, below base: String, etag: String?
  ) async throws(StoreError) -> [Checksum] {
    let hash = Self.hash(key)
    var found: [Checksum] = []
    var index = firstIndex(of: hash)
    while index < lines.count, lines[index].hash == hash {
      let line = lines[index]
      let place = line.start..<line.start + Int(line.length)
      if case .checksum(let checksum, let path, let other) = try await lists[Int(line.list)]
        .statement(at: place), Self.key(of: path, below: base).hasSameBytes(as: key),
        etag == nil || other == nil || etag.map(ETag.init) == other.map(ETag.init)
      {
        found.append(checksum)
      }
      index += 1
    }
    return found
  }

  private func firstIndex(of hash: UInt64) -> Int {
    var (low, high) = (0, lines.count)
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A path without the base or `./`.
  private static func key(of path: String, below base: String) -> String {
    path.rest(after: base) ?? path.rest(after: "./") ?? path
  }

  private static func hash(_ key: String) -> UInt64 { Array(key.utf8).span.stableHash }
}
