internal import Formats

/// Which kinds of bytes a datakey has, found eight bytes at a time.
struct KeyBytes {
  /// Whether there is a control character.
  private(set) var hasControls = false
  /// Whether there is a byte above 127.
  private(set) var isNotASCII = false
  /// Whether there is a comma.
  private(set) var hasComma = false

  /// Looks at every byte.
  @inline(__always)
  init(_ key: Span<UInt8>) {
    guard key.count >= 8 else {
      for index in 0..<key.count { note(key[index]) }
      return
    }
    var (controls, high, commas): (UInt64, UInt64, UInt64) = (0, 0, 0)
    var index = 0
    while true {
      let word = ByteWord(key, at: index)
      controls |= word.bytes(lessThan: 0x20) | word.bytes(equalTo: 0x7F)
      high |= word.nonASCIIBytes
      commas |= word.bytes(equalTo: UInt8(ascii: ","))
      if index == key.count - 8 { break }
      // The last word overlaps the one before it.
      index = Swift.min(index + 8, key.count - 8)
    }
    isNotASCII = high != 0
    hasControls = controls != 0
    hasComma = commas != 0
  }

  private mutating func note(_ byte: UInt8) {
    if byte < 0x20 || byte == 0x7F { hasControls = true }
    if byte >= 0x80 { isNotASCII = true }
    if byte == UInt8(ascii: ",") { hasComma = true }
  }
}
