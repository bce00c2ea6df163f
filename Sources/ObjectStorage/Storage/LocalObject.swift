package import Files
internal import Formats

/// An object whose bytes are on this machine, so that any of them can be read without waiting.
public struct LocalObject: Sendable {
  private enum Place: Sendable {
    /// In a file, which must not change meanwhile.
    case file(OpenedFile)
    /// In a file that nobody changes, from an offset on.
    case part(OpenedFile, start: Int)
    /// In a temporary file, from an offset on.
    case spool(SpoolFile, start: Int)
    case memory([UInt8])
  }

  private let place: Place
  /// Its metadata.
  package let info: ObjectInfo

  /// Uses an open file.
  init(_ file: OpenedFile) {
    place = .file(file)
    info = file.info
  }

  /// Uses the rest of a file that nobody changes, such as one that a cache keeps.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - start: The offset of the first byte.
  ///   - info: The metadata of the object.
  init(_ file: OpenedFile, after start: Int, info: ObjectInfo) {
    place = .part(file, start: start)
    self.info = info
  }

  /// Uses a part of a temporary file.
  ///
  /// - Parameters:
  ///   - spool: The file.
  ///   - part: The range of the bytes in it.
  package init(_ spool: SpoolFile, _ part: Range<Int>) {
    self.init(spool, info: ObjectInfo(size: part.count), start: part.lowerBound)
  }

  /// Uses a temporary file.
  ///
  /// - Parameters:
  ///   - spool: The file.
  ///   - info: The metadata of the object.
  ///   - start: The offset of the first byte.
  init(_ spool: SpoolFile, info: ObjectInfo, start: Int = 0) {
    place = .spool(spool, start: start)
    self.info = info
  }

  /// Uses bytes that are in memory.
  package init(_ bytes: [UInt8]) {
    place = .memory(bytes)
    info = ObjectInfo(size: bytes.count)
  }

  /// The object without bytes that has some metadata.
  init(withoutBytes info: ObjectInfo) {
    place = .memory([])
    self.info = info
  }

  /// The number of bytes.
  package var size: Int {
    if case .memory(let bytes) = place { bytes.count } else { info.size }
  }

  /// Reads a range of bytes, up to the end.
  ///
  /// - Parameter range: The range.
  /// - Returns: The bytes.
  /// - Throws: ``StoreError`` when they can't be read, or the file has changed since it was opened.
  package func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    let range = range.clamped(to: 0..<size)
    switch place {
    case .memory(let bytes): return Array(bytes[range])
    case .spool(let file, let start):
      return try StoreError.describing(
        file.bytes(start + range.lowerBound..<start + range.upperBound))
    case .part(let file, let start):
      return try file.bytes(start + range.lowerBound..<start + range.upperBound)
    case .file(let file):
      let bytes = try file.bytes(range)
      guard bytes.count == range.count, file.isUnchanged else { throw Self.changed(file) }
      return bytes
    }
  }

  /// Reads bytes into a buffer.
  ///
  /// - Parameters:
  ///   - buffer: Receives them.
  ///   - range: Where in it.
  ///   - offset: The position of the first one.
  /// - Returns: Their number; 0 at the end.
  /// - Throws: ``StoreError`` when they can't be read, or the file has changed since it was opened.
  package func read(
    into buffer: inout MutableSpan<UInt8>, in range: Range<Int>, at offset: Int
  ) throws(StoreError) -> Int {
    switch place {
    case .memory(let bytes):
      let count = Swift.min(range.count, bytes.count - offset)
      buffer.replace(at: range.lowerBound, with: bytes.span.extracting(offset..<offset + count))
      return count
    case .spool(let file, let start):
      let room = range.prefix(size - offset)
      do throws(FileError) {
        return try file.read(into: &buffer, in: room, at: start + offset)
      } catch {
        throw StoreError(error)
      }
    case .part(let file, let start):
      return try file.read(into: &buffer, in: range, at: start + offset)
    case .file(let file):
      // If the file has grown, bytes after its first size were not there when it was opened.
      let count = try file.read(into: &buffer, in: range, at: offset)
      guard file.isUnchanged else { throw Self.changed(file) }
      return count
    }
  }

  private static func changed(_ file: OpenedFile) -> StoreError {
    StoreError(.changed, address: file.path, detail: "it changed while it was read")
  }
}
