package import Files
package import ObjectStorage
internal import SharedCloudRegistry
internal import Synchronization

/// New content of an object that is not in place yet.
package enum StagedContent: Sendable {
  /// Bytes in memory.
  case bytes([UInt8])
  /// A part of a temporary file.
  case spool(SpoolFile, Range<Int>)
  /// An object of this machine, which must not change meanwhile.
  case object(LocalObject)

  /// The number of bytes.
  package var size: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .spool(_, let range): range.count
    case .object(let object): object.size
    }
  }

  private static let chunk = 1 << 20

  /// Passes on all bytes, part by part.
  ///
  /// - Parameter body: Receives each part.
  /// - Throws: ``StoreError`` when the temporary file can't be read, or the error of `body`.
  package func forEachChunk(
    _ body: ([UInt8]) throws(StoreError) -> Void
  ) throws(StoreError) {
    switch self {
    case .bytes(let bytes): try body(bytes)
    case .spool(let file, let range):
      var start = range.lowerBound
      while start < range.upperBound {
        let end = min(range.upperBound, start + Self.chunk)
        try body(try StoreError.describing(file.bytes(start..<end)))
        start = end
      }
    case .object(let object):
      for start in stride(from: 0, to: object.size, by: Self.chunk) {
        try body(try object.bytes(start..<start + Self.chunk))
      }
    }
  }

  /// Some of the bytes.
  ///
  /// - Parameter range: Their range.
  /// - Returns: The bytes.
  /// - Throws: ``StoreError`` when the temporary file can't be read.
  package func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    switch self {
    case .bytes(let bytes): return Array(bytes[range])
    case .spool(let file, let whole):
      let part = whole.lowerBound + range.lowerBound..<whole.lowerBound + range.upperBound
      return try StoreError.describing(file.bytes(part))
    case .object(let object): return try object.bytes(range)
    }
  }

  /// The content for a storage.
  ///
  /// - Parameter progress: Counts what is written.
  /// - Returns: The content.
  func written(_ progress: PublishingProgress) -> WriteContent {
    WriteContent(size: size) {
      progress.bytes.add($0, ordering: .relaxed)
    } part: { range throws(StoreError) in
      try bytes(range)
    }
  }

  /// All bytes.
  package func allBytes() throws(StoreError) -> [UInt8] {
    switch self {
    case .bytes(let bytes): return bytes
    case .spool(let file, let range): return try StoreError.describing(file.bytes(range))
    case .object(let object): return try object.bytes(0..<object.size)
    }
  }

  /// The content as an object.
  var object: LocalObject {
    switch self {
    case .bytes(let bytes): LocalObject(bytes)
    case .spool(let file, let range): LocalObject(file, range)
    case .object(let object): object
    }
  }

  /// Tells whether an object of the same size has the same bytes.
  ///
  /// - Parameter reader: Gives the bytes of the object.
  /// - Returns: Whether it has.
  /// - Throws: ``StoreError`` when one of the two can't be read.
  func isSame(as reader: any ObjectReader) async throws(StoreError) -> Bool {
    var offset = 0
    while let part = try await reader.next() {
      let range = offset..<offset + part.count
      guard range.upperBound <= size, try bytes(range) == part else { return false }
      offset = range.upperBound
    }
    return true
  }
}
