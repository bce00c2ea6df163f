internal import Formats
internal import ObjectStorage

extension RepairList {
  /// The keys of the objects that are left out of a list, in order.
  public struct Refusals: Sendable, Hashable {
    /// Most copies have another content than the source.
    public var outvoted: [String] = []
    /// The source does not have the object, and most copies have the same.
    public var kept: [String] = []
    /// The source's object disagrees with the source's own index, and the mirror's agrees with it.
    public var doubtful: [String] = []

    /// Creates an empty list.
    public init() {}
  }

  /// Learns which objects the source must not spread: those of which its content is not that of the
  /// majority of several mirrors, and those that contradict the source's own index.
  ///
  /// - Parameter path: The file of `mirror verify --objects`; gzip is decompressed.
  /// - Returns: The keys of the objects that are left out.
  /// - Throws: ``MirrorError`` if the file can't be read.
  public mutating func learn(from path: String) async throws(MirrorError) -> Refusals {
    var votes = RepairVotes()
    var doubtful: Set<String> = []
    var copies: Set<String> = []
    var count = (all: 0, chosen: 0)
    func take(_ line: [UInt8]) {
      guard let root = RepairVotes.parsed(line), let key = root["key"]?.string else { return }
      votes.take(root, key: key)
      count.all += 1
      if isChosen(root) { count.chosen += 1 }
      if let name = root["copy"]?.string { copies.insert(name) }
      if isDoubtful(root), isChosen(root) { doubtful.insert(key) }
    }
    var rest: [UInt8] = []
    do throws(StoreError) {
      let reader = try await Self.reader(path)
      while let more = try await reader.next() {
        rest += more
        for line in Self.complete(&rest) { take(line) }
      }
    } catch {
      throw MirrorError(.usage, saying: "\(path): \(error.detail)")
    }
    take(rest)
    try require(count, copies: copies, in: path)
    contradicted = votes.contradicted
    var refusals = Refusals()
    refusals.outvoted = contradicted.filter { !votes.isAbsent($0) }.sorted()
    refusals.kept = contradicted.filter { votes.isAbsent($0) }.sorted()
    refusals.doubtful = doubtful.subtracting(contradicted).sorted()
    return refusals
  }

  /// Makes sure that there are objects of the chosen mirror: an empty list would seem to say that
  /// nothing is to be done.
  private func require(
    _ count: (all: Int, chosen: Int), copies: Set<String>, in path: String
  ) throws(MirrorError) {
    guard count.all > 0 else {
      throw MirrorError(
        .usage,
        saying: "\(path) has no line of an object; give a file that mirror verify --objects has "
          + "finished")
    }
    guard let copy, count.chosen == 0, !copies.isEmpty else { return }
    throw MirrorError(
      .usage,
      saying: "--copy \(copy): \(path) has no object of this mirror; it has those of "
        + copies.sorted().joined(separator: ", "))
  }

  /// Reads the lines of a verification and gives those of the list.
  ///
  /// - Parameters:
  ///   - path: The file of `mirror verify --objects`; gzip is decompressed.
  ///   - write: Receives the lines.
  /// - Throws: ``MirrorError`` for the first line that is no object, or what `write` throws.
  public func read(
    _ path: String, write: ([UInt8]) throws(MirrorError) -> Void
  ) async throws(MirrorError) {
    var rest: [UInt8] = []
    var number = 0
    do throws(StoreError) {
      let reader = try await Self.reader(path)
      while let more = try await reader.next() {
        rest += more
        let lines = Self.complete(&rest)
        do throws(MirrorError) {
          try take(lines, &number, path, write)
        } catch {
          throw StoreError(.cancelled, address: "", detail: error.description)
        }
      }
    } catch {
      guard error.code != .cancelled else {
        throw MirrorError(.usage, saying: error.detail)
      }
      throw MirrorError(.usage, saying: "\(path): \(error.detail)")
    }
    try take([rest], &number, path, write)
  }

  private static func reader(_ path: String) async throws(StoreError) -> any ObjectReader {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { String(path[...$0]) } ?? "./"
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    let raw = try await FileStorage(directory, named: name).read(name, .whole)
    guard name.hasSuffix(".gz") else { return raw }
    return DecompressingReader(raw, format: .gzip, address: path)
  }

  /// The complete lines; the rest stays.
  private static func complete(_ rest: inout [UInt8]) -> [[UInt8]] {
    guard let end = rest.lastIndex(of: 0x0A) else { return [] }
    let lines = rest[..<end].split(separator: 0x0A, omittingEmptySubsequences: false)
    rest.removeFirst(end + 1)
    return lines.map(Array.init)
  }

  private func take(
    _ lines: [[UInt8]], _ number: inout Int, _ path: String,
    _ write: ([UInt8]) throws(MirrorError) -> Void
  ) throws(MirrorError) {
    var output: [UInt8] = []
    for line in lines {
      number += 1
      guard !line.isEmpty else { continue }
      do throws(MirrorError) {
        output += try self.lines(for: line)
      } catch {
        throw MirrorError(error.kind, saying: "\(path), line \(number): \(error.description)")
      }
    }
    if !output.isEmpty { try write(output) }
  }
}
