/// The first four bytes of the records of a ZIP archive, as a number.
enum ZipSignature {
  static let localHeader: UInt32 = 0x0403_4B50
  static let descriptor: UInt32 = 0x0807_4B50
  static let centralHeader: UInt32 = 0x0201_4B50
  static let zip64End: UInt32 = 0x0606_4B50
  static let zip64Locator: UInt32 = 0x0706_4B50
  static let end: UInt32 = 0x0605_4B50

  /// The name of a record, for messages about an unexpected one.
  static func name(_ signature: UInt32) -> String {
    switch signature {
    case localHeader: "the header of a further member"
    case descriptor: "a data descriptor"
    case centralHeader: "the directory entry of a further member"
    case zip64End, zip64Locator: "a ZIP64 record"
    case end: "the end record"
    case 0x0805_4B50: "an archive decryption record"
    case 0x0505_4B50: "a digital signature"
    default: "an unknown record"
    }
  }
}
