internal import Locks

/// Reads a pipe or standard input as an object.
final class StreamReader: ObjectReader {
  private let file: SequentialFile
  /// The bytes that were read before.
  private let first: Lock<[UInt8]>

  let info: ObjectInfo

  /// Begins.
  ///
  /// - Parameters:
  ///   - file: The pipe.
  ///   - first: The bytes that were read before.
  init(_ file: SequentialFile, after first: [UInt8] = []) {
    self.file = file
    self.first = Lock(first)
    info = ObjectInfo(size: file.expectedSize)
  }

  func next() async throws(StoreError) -> [UInt8]? {
    let first = first.withLock { first in
      defer { first = [] }
      return first
    }
    guard first.isEmpty else { return first }
    let bytes = try file.bytes(256 << 10)
    return bytes.isEmpty ? nil : bytes
  }
}
