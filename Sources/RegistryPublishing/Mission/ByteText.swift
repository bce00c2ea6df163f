internal import Formats

/// A destination for text, written byte by byte.
protocol ByteText {
  /// Appends a byte.
  mutating func append(_ byte: UInt8)
  /// Appends bytes.
  mutating func append(_ bytes: Span<UInt8>)
}

extension [UInt8]: ByteText {}

/// Text in a buffer that must be large enough.
@safe struct RoomText: ByteText {
  private let room: UnsafeMutableBufferPointer<UInt8>
  /// The number of bytes so far.
  private(set) var count = 0

  /// Creates an empty text.
  ///
  /// - Parameter room: The buffer.
  init(_ room: UnsafeMutableBufferPointer<UInt8>) { unsafe self.room = room }

  mutating func append(_ byte: UInt8) {
    precondition(unsafe count < room.count)
    unsafe room[count] = byte
    count += 1
  }

  mutating func append(_ bytes: Span<UInt8>) {
    precondition(unsafe bytes.count <= room.count - count)
    unsafe bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress, let base = unsafe room.baseAddress else { return }
      unsafe (base + count).update(from: start, count: bytes.count)
    }
    count += bytes.count
  }
}
