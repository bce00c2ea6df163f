/// A member of a ZIP archive, by its header.
struct ZipMember: Equatable {
  var flags: Int
  var method: Int
  var checksum: UInt32
  var compressedSize: UInt64
  var size: UInt64
  /// The bytes of the name.
  var name: [UInt8] = []

  /// Whether checksum and sizes come after the data.
  var hasDescriptor: Bool { flags & 0x08 != 0 }

  /// Reads the fields that local headers and directory entries share.
  ///
  /// - Parameters:
  ///   - record: A record.
  ///   - place: The offset of the flags.
  init(_ record: [UInt8], flagsAt place: Int) {
    flags = record.number16(at: place)
    method = record.number16(at: place + 2)
    checksum = record.number32(at: place + 8)
    compressedSize = UInt64(record.number32(at: place + 12))
    size = UInt64(record.number32(at: place + 16))
  }

  /// Says why a member can't be decoded; nil if it can.
  var unsupportedFeature: String? {
    if flags & 0x2041 != 0 || method == 99 { return "the member is encrypted" }
    if flags & 0x20 != 0 { return "the member is a patch" }
    guard method == 0 || method == 8 else {
      return "the member is compressed by \(Self.methodName(method)); only deflate is read"
    }
    if method == 0, hasDescriptor, compressedSize == 0 {
      return "the member is stored, but its size comes only after it"
    }
    return nil
  }

  private static func methodName(_ method: Int) -> String {
    let names = [
      1: "shrink", 6: "implode", 9: "deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard",
      95: "xz", 98: "PPMd",
    ]
    return names[method] ?? "method \(method)"
  }

  /// Says why a name is not allowed in an archive; nil if it is.
  var nameFault: String? {
    if name.isEmpty { return "the member has no name" }
    if name.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return "the member's name has control characters"
    }
    let parts = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isAbsolute = name.first == UInt8(ascii: "/") || name.dropFirst().first == UInt8(ascii: ":")
    if isAbsolute || name.contains(UInt8(ascii: "\\")) || parts.contains(Array("..".utf8)[...]) {
      return "the member's name leads out of the archive"
    }
    return name.last == UInt8(ascii: "/") ? "the member is a directory" : nil
  }

  /// Takes 64-bit sizes from an extra field, if the 32-bit ones say so.
  ///
  /// - Returns: Whether every size is known.
  mutating func takeZip64Sizes(from extra: ArraySlice<UInt8>) -> Bool {
    let mark = UInt64(UInt32.max)
    guard size == mark || compressedSize == mark else { return true }
    var rest = Array(extra)
    while rest.count >= 4 {
      let length = rest.number16(at: 2)
      guard rest.count >= 4 + length else { return false }
      if rest.number16(at: 0) == 1 {
        var values = (0..<length / 8).map { rest.number64(at: 4 + 8 * $0) }[...]
        if size == mark {
          guard let value = values.popFirst() else { return false }
          size = value
        }
        if compressedSize == mark {
          guard let value = values.popFirst() else { return false }
          compressedSize = value
        }
        return true
      }
      rest.removeFirst(4 + length)
    }
    return false
  }
}
