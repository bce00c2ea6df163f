internal import Formats
internal import ObjectStorage

/// Reads a file line by line; a line keeps its LF.
package struct FileLines: ~Copyable {
  private let path: String
  private let object: LocalObject
  private var offset = 0
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  /// Opens a file.
  ///
  /// - Parameter path: The path.
  /// - Returns: Its lines.
  /// - Throws: ``ShardError`` if it can't be opened.
  package static func open(_ path: String) async throws(ShardError) -> FileLines {
    let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
    let name = String(path[slash...])
    do throws(StoreError) {
      let storage = FileStorage(copy: String(path[..<slash]), named: name)
      guard let object = try await storage.localObject(name) else {
        throw StoreError(.notAnObject, address: path, detail: "it is not a file")
      }
      return FileLines(path, object)
    } catch {
      throw ShardError(.unread, "\(path): \(error.detail)")
    }
  }

  private init(_ path: String, _ object: LocalObject) {
    self.path = path
    self.object = object
  }

  /// Reads the next line; nil at the end.
  ///
  /// - Throws: ``ShardError`` if the file can't be read.
  package mutating func next() throws(ShardError) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      let end = buffer.span.firstIndex(of: 0x0A, from: searched)
      if end < buffer.count {
        defer { start = end + 1 }
        return buffer[start...end]
      }
      searched = buffer.count - start
      guard !isAtEnd else {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return buffer[start...]
      }
      try fill()
    }
  }

  private mutating func fill() throws(ShardError) {
    buffer.removeFirst(start)
    start = 0
    let more: [UInt8]
    do throws(StoreError) {
      more = try object.bytes(offset..<offset + Swift.max(256 << 10, buffer.count))
    } catch {
      throw ShardError(.unread, "\(path): \(error.detail)")
    }
    offset += more.count
    buffer += more
    isAtEnd = more.isEmpty
  }
}
