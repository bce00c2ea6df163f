extension ZipDecoder {
  /// Makes a fault of the current record.
  func fault(_ kind: ArchiveFault.Kind, message: String) -> ArchiveFault {
    ArchiveFault(kind, at: recordStart, message)
  }

  /// Makes a fault of a record that contradicts what came before.
  func damage(_ message: String) -> ArchiveFault { fault(.damaged, message: message) }

  func takeCentralHeader() throws(ArchiveFault) {
    guard let member else { return }
    let bytes = pending.bytes
    let entry = ZipMember(bytes, flagsAt: 8)
    guard entry.method == member.method, entry.checksum == member.checksum,
      (entry.flags ^ member.flags) & 0x2049 == 0
    else { throw damage("the directory contradicts the header of the member") }
    guard bytes.number16(at: 34) == 0 || bytes.number16(at: 34) == 0xFFFF else {
      throw fault(.unsupported, message: "the archive is split into several parts")
    }
    let start = bytes.number32(at: 42)
    guard start == 0 || start == UInt32.max else {
      throw damage("the directory says that the member begins at byte \(start)")
    }
    self.entry = entry
    phase = .centralName(
      length: bytes.number16(at: 28), extra: bytes.number16(at: 30),
      comment: bytes.number16(at: 32))
    pending.clear()
  }

  func takeCentralName(_ length: Int, extra: Int) throws(ArchiveFault) {
    guard let member, var entry else { return }
    guard Array(pending.bytes.prefix(length)) == member.name else {
      throw damage("the directory and the member's header have different names")
    }
    guard entry.takeZip64Sizes(from: pending.bytes.dropFirst(length).prefix(extra)),
      entry.size == member.size, entry.compressedSize == member.compressedSize
    else { throw damage("the directory and the member have different sizes") }
    pending.clear()
    directory = directory.lowerBound..<consumed
    phase = .afterDirectory
  }

  func takeSignatureAfterDirectory() throws(ArchiveFault) {
    let signature = pending.bytes.number32(at: 0)
    switch signature {
    case ZipSignature.end: phase = .end
    case ZipSignature.zip64End where zip64EndStart == nil: phase = .zip64End
    case ZipSignature.zip64Locator where zip64EndStart != nil: phase = .zip64Locator
    case ZipSignature.centralHeader:
      throw fault(.unsupported, message: "the archive has more than one member")
    default:
      throw damage(
        "\(ZipSignature.name(signature)) found where the archive should end")
    }
  }

  func takeZip64End() throws(ArchiveFault) {
    let bytes = pending.bytes
    zip64EndStart = recordStart
    guard bytes.number64(at: 4) == 44, bytes.number32(at: 16) == 0, bytes.number32(at: 20) == 0
    else {
      throw fault(.unsupported, message: "the archive's ZIP64 record is of an unsupported kind")
    }
    try checkEnd(
      members: [bytes.number64(at: 24), bytes.number64(at: 32)], size: bytes.number64(at: 40),
      start: bytes.number64(at: 48))
    pending.clear()
    phase = .afterDirectory
  }

  func takeZip64Locator() throws(ArchiveFault) {
    guard pending.bytes.number64(at: 8) == UInt64(zip64EndStart ?? 0) else {
      throw damage("the ZIP64 locator points elsewhere")
    }
    pending.clear()
    phase = .afterDirectory
  }

  func takeEnd() throws(ArchiveFault) {
    let bytes = pending.bytes
    let disks = [bytes.number16(at: 4), bytes.number16(at: 6)]
    guard disks.allSatisfy({ $0 == 0 || $0 == 0xFFFF && zip64EndStart != nil }) else {
      throw fault(.unsupported, message: "the archive is split into several parts")
    }
    // A field with all bits set says that the ZIP64 record has the number.
    func number(_ value: UInt64, full: UInt64, actual: UInt64) -> UInt64 {
      zip64EndStart != nil && value == full ? actual : value
    }
    let mark = UInt64(UInt32.max)
    try checkEnd(
      members: [8, 10].map { number(UInt64(bytes.number16(at: $0)), full: 0xFFFF, actual: 1) },
      size: number(
        UInt64(bytes.number32(at: 12)), full: mark, actual: UInt64(directory.count)),
      start: number(
        UInt64(bytes.number32(at: 16)), full: mark, actual: UInt64(directory.lowerBound)))
    let length = bytes.number16(at: 20)
    pending.clear()
    phase = .comment(length: length)
  }

  private func checkEnd(members: [UInt64], size: UInt64, start: UInt64) throws(ArchiveFault) {
    guard members == [1, 1] else {
      throw damage("the end record counts \(members[1]) members, but there is 1")
    }
    guard size == UInt64(directory.count), start == UInt64(directory.lowerBound) else {
      throw damage(
        "the end record says that the directory has \(size) bytes from byte \(start) on; it has "
          + "\(directory.count) from byte \(directory.lowerBound) on")
    }
  }
}
