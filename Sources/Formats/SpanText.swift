internal import Glibc

extension Span where Element == UInt8 {
  /// The bytes as text; those that are not UTF-8 become U+FFFD.
  package var text: String {
    unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes as text; nil if they are not UTF-8.
  package var validText: String? {
    unsafe withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
  }

  /// Less than, equal to or greater than 0 if these bytes are before others, the same, or after
  /// them.
  package func byteOrder(to other: Span<UInt8>) -> Int {
    unsafe withUnsafeBytes { first in
      unsafe other.withUnsafeBytes { second in
        guard let left = first.baseAddress, let right = second.baseAddress else {
          return first.count - second.count
        }
        let order = unsafe memcmp(left, right, Swift.min(first.count, second.count))
        return order != 0 ? Int(order) : first.count - second.count
      }
    }
  }

  /// Whether these are the same bytes as others.
  package func isSame(as other: Span<UInt8>) -> Bool {
    count == other.count && byteOrder(to: other) == 0
  }

  /// The number at an offset, as it is in memory, with its lowest byte first.
  @inlinable @inline(__always)
  package func value<Value: BitwiseCopyable>(
    at offset: Int, as type: Value.Type = Value.self
  ) -> Value {
    precondition(offset >= 0 && offset + MemoryLayout<Value>.size <= count)
    return unsafe withUnsafeBytes { buffer in
      unsafe buffer.loadUnaligned(fromByteOffset: offset, as: Value.self)
    }
  }

  /// Whether a string is at an index.
  @inlinable @inline(__always)
  package func has(_ text: StaticString, at start: Int) -> Bool {
    guard start + text.utf8CodeUnitCount <= count else { return false }
    for offset in 0..<text.utf8CodeUnitCount
    where unsafe self[start + offset] != text.utf8Start[offset] { return false }
    return true
  }

  /// Copies a range of the bytes.
  package func bytes(_ range: Range<Int>) -> [UInt8] {
    let part = extracting(range)
    return unsafe part.withUnsafeBufferPointer { unsafe Array($0) }
  }
}

extension [UInt8] {
  /// Appends bytes.
  package mutating func append(_ other: Span<UInt8>) {
    unsafe other.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

extension [UInt8] {
  /// Appends the bytes of a value, as they are in memory.
  @inlinable @inline(__always)
  package mutating func append<Value: BitwiseCopyable>(value: Value) {
    unsafe Swift.withUnsafeBytes(of: value) { unsafe append(contentsOf: $0) }
  }

  /// Replaces the bytes at an offset by those of a value.
  @inlinable @inline(__always)
  package mutating func store<Value: BitwiseCopyable>(_ value: Value, at offset: Int) {
    precondition(offset >= 0 && offset + MemoryLayout<Value>.size <= count)
    unsafe withUnsafeMutableBytes { buffer in
      unsafe buffer.storeBytes(of: value, toByteOffset: offset, as: Value.self)
    }
  }

  /// Appends the bytes of numbers, as they are in memory.
  package mutating func append<Number: BitwiseCopyable>(bytesOf numbers: ArraySlice<Number>) {
    unsafe numbers.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }
}

extension MutableSpan where Element == UInt8 {
  /// Replaces the bytes at an index by as many others.
  package mutating func replace(at start: Int, with other: Span<UInt8>) {
    unsafe other.withUnsafeBytes { other in
      unsafe withUnsafeMutableBytes { bytes in
        let room = unsafe UnsafeMutableRawBufferPointer(
          rebasing: bytes[start..<start + other.count])
        unsafe room.copyMemory(from: other)
      }
    }
  }
}

extension Hasher {
  /// Adds bytes.
  package mutating func combine(bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { unsafe combine(bytes: $0) }
  }
}
