/// Collects the bytes of a record that may arrive in pieces.
struct PendingBytes {
  /// The bytes so far.
  private(set) var bytes: [UInt8] = []

  /// Takes bytes from the input until there are enough.
  ///
  /// - Parameters:
  ///   - count: The number of bytes wanted.
  ///   - input: The input.
  ///   - position: Where to continue in the input; moves past the bytes taken.
  /// - Returns: Whether there are enough.
  mutating func gather(_ count: Int, from input: Span<UInt8>, at position: inout Int) -> Bool {
    while bytes.count < count, position < input.count {
      bytes.append(input[position])
      position += 1
    }
    return bytes.count >= count
  }

  /// Takes bytes from the input through the first NUL.
  ///
  /// - Returns: Whether the NUL has come.
  mutating func gatherThroughNUL(from input: Span<UInt8>, _ position: inout Int) -> Bool {
    while position < input.count {
      let byte = input[position]
      bytes.append(byte)
      position += 1
      if byte == 0 { return true }
    }
    return false
  }

  /// Removes bytes from the front.
  mutating func remove(_ count: Int) { bytes.removeFirst(count) }

  /// Removes all bytes.
  mutating func clear() { bytes.removeAll(keepingCapacity: true) }
}

extension [UInt8] {
  /// The two bytes at a place as a little-endian number.
  func number16(at place: Int) -> Int { Int(self[place]) | Int(self[place + 1]) << 8 }

  /// The four bytes at a place as a little-endian number.
  func number32(at place: Int) -> UInt32 {
    UInt32(number16(at: place)) | UInt32(number16(at: place + 2)) << 16
  }

  /// The eight bytes at a place as a little-endian number.
  func number64(at place: Int) -> UInt64 {
    UInt64(number32(at: place)) | UInt64(number32(at: place + 4)) << 32
  }

  /// Appends a number in little-endian order.
  mutating func append(number: some FixedWidthInteger, bytes count: Int) {
    for index in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }
}
