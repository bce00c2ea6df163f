/// Content that is to be written, taken part by part, so that it need not be in memory as a whole.
public struct WriteContent: Sendable {
  /// The number of bytes.
  public let size: Int
  private let part: @Sendable (Range<Int>) throws(StoreError) -> [UInt8]
  private let progress: @Sendable (Int) -> Void

  /// Takes bytes that are in memory.
  ///
  /// - Parameter bytes: The bytes.
  public init(_ bytes: [UInt8]) {
    self.init(size: bytes.count) { Array(bytes[$0]) }
  }

  /// Takes bytes from elsewhere.
  ///
  /// - Parameters:
  ///   - size: Their number.
  ///   - progress: Is told how many bytes were written each time.
  ///   - part: Gives bytes, any number of times and from several threads.
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
  /// - Parameter range: Which.
  /// - Returns: All of them.
  /// - Throws: ``StoreError`` when they can't be read, or are fewer.
  public func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    let bytes = try part(range)
    guard bytes.count == range.count else {
      throw StoreError(.changed, address: "content", detail: "it is shorter than it was")
    }
    return bytes
  }

  /// Tells that bytes have been written.
  ///
  /// - Parameter count: Their number.
  public func note(written count: Int) { progress(count) }

  /// The content cut into parts, the last of which may be shorter; none if it is empty.
  ///
  /// - Parameter partSize: The size of the others.
  /// - Returns: Where they lie.
  func ranges(of partSize: Int) -> [Range<Int>] {
    stride(from: 0, to: size, by: partSize).map { $0..<Swift.min($0 + partSize, size) }
  }
}
