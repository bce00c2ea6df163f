/// Content to be written, read part by part, so that it need not fit into memory.
public struct WriteContent: Sendable {
  /// The number of bytes.
  public let size: Int
  private let part: @Sendable (Range<Int>) throws(StoreError) -> [UInt8]
  private let progress: @Sendable (Int) -> Void

  /// Uses bytes that are in memory.
  ///
  /// - Parameter bytes: The bytes.
  public init(_ bytes: [UInt8]) {
    self.init(size: bytes.count) { Array(bytes[$0]) }
  }

  /// Uses bytes from elsewhere.
  ///
  /// - Parameters:
  ///   - size: Their number.
  ///   - progress: Called with the number of bytes of each write.
  ///   - part: Returns bytes, any number of times and from several threads.
  public init(
    size: Int, progress: @escaping @Sendable (Int) -> Void = { _ in },
    part: @escaping @Sendable (Range<Int>) throws(StoreError) -> [UInt8]
  ) {
    self.size = size
    self.progress = progress
    self.part = part
  }

  /// Reads some of the bytes.
  ///
  /// - Parameter range: The range.
  /// - Returns: All of them.
  /// - Throws: ``StoreError`` when they can't be read, or are fewer.
  public func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    let bytes = try part(range)
    guard bytes.count == range.count else {
      throw StoreError(.changed, address: "content", detail: "it is shorter than it was")
    }
    return bytes
  }

  /// Reports that bytes were written.
  ///
  /// - Parameter count: Their number.
  public func note(written count: Int) { progress(count) }

  /// The ranges of the parts; the last part may be shorter, and empty content has no parts.
  ///
  /// - Parameter partSize: The size of the other parts.
  /// - Returns: The ranges.
  func ranges(of partSize: Int) -> [Range<Int>] {
    stride(from: 0, to: size, by: partSize).map { $0..<Swift.min($0 + partSize, size) }
  }
}
