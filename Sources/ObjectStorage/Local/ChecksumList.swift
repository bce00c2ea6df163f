internal import Formats

/// A list of checksums: a SUM file, a BagIt manifest or a completion report of S3 Batch Operations.
package struct ChecksumList: Sendable {
  /// The path of the file.
  package let path: String
  /// The name without directories.
  private let name: String
  private let storage: FileStorage

  /// The longest line that is read at once; a key has at most 1024 bytes.
  private static let longestLine = 1 << 20

  /// Creates a list.
  ///
  /// - Parameter path: The path of the file.
  package init(path: String) {
    self.path = path
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { String(path[..<$0]) } ?? ""
    name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    // A file directly in the root directory has an empty directory name.
    storage = FileStorage(directory.isEmpty ? slash == nil ? "." : "/" : directory, named: name)
  }

  /// Reads the list.
  ///
  /// - Parameter take: Called with what each line states, its number, and its place in the file.
  /// - Returns: The SHA-256 of the file.
  /// - Throws: ``StoreError`` if the file can't be read, or what `take` throws.
  package func read(
    _ take: (EvidenceLine.Statement, _ number: Int, _ place: Range<Int>) throws(StoreError) -> Void
  ) async throws(StoreError) -> String {
    let reader = try await storage.read(name, .whole)
    let digest = RunningDigest(.sha256)
    let parser = EvidenceLine(fileName: name)
    var rest: [UInt8] = []
    var (number, offset) = (0, 0)
    var isAtEnd = false
    while !isAtEnd {
      if let more = try await reader.next() {
        digest.add(more.span)
        rest += more
      } else {
        isAtEnd = true
        if !rest.isEmpty, rest.last != 0x0A { rest.append(0x0A) }
      }
      var start = 0
      while start < rest.count {
        let end = rest.span.firstIndex(of: 0x0A, from: start)
        guard end < rest.count else { break }
        number += 1
        try take(
          parser.read(Self.line(rest[start..<end])), number, offset + start..<offset + end)
        start = end + 1
      }
      offset += start
      rest.removeFirst(start)
      guard rest.count <= Self.longestLine else {
        throw StoreError(
          .malformed, address: path,
          detail: "line \(number + 1) is longer than \(Self.longestLine) bytes")
      }
    }
    return digest.finish()
  }

  /// Reads a line again.
  ///
  /// - Parameter place: Its place in the file.
  /// - Returns: What it states.
  /// - Throws: ``StoreError`` if the file can't be read.
  package func statement(at place: Range<Int>) async throws(StoreError) -> EvidenceLine.Statement {
    let reader = try await storage.read(name, ObjectPart(range: place))
    var bytes: [UInt8] = []
    while let more = try await reader.next() { bytes += more }
    return EvidenceLine(fileName: name).read(Self.line(bytes[...]))
  }

  /// A line without its carriage return.
  private static func line(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.last == 0x0D ? bytes.dropLast() : bytes
  }
}
