/// What text is written to, byte by byte.
protocol ByteText {
  /// Appends a byte.
  mutating func append(_ byte: UInt8)
  /// Appends bytes.
  mutating func append(_ bytes: Span<UInt8>)
}

extension [UInt8]: ByteText {}

/// Text that is written to memory which is large enough.
@safe struct RoomText: ByteText {
  private let room: UnsafeMutableBufferPointer<UInt8>
  /// The number of bytes so far.
  private(set) var count = 0

  /// Begins.
  ///
  /// - Parameter room: The memory.
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
