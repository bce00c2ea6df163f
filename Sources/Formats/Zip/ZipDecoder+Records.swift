extension ZipDecoder {
  /// The number of bytes needed to read the next record.
  var recordLength: Int {
    switch phase {
    case .localHeader: 30
    case .localName(let length, let extra): length + extra
    // Even without a signature and with small sizes, every archive has this many more bytes.
    case .descriptor: 24
    case .afterData, .afterDirectory: 4
    case .centralHeader: 46
    case .centralName(let length, let extra, let comment): length + extra + comment
    case .zip64End: 56
    case .zip64Locator: 20
    case .end: 22
    case .comment(let length): length
    case .data, .done: 0
    }
  }

  /// Reads a complete record.
  func takeRecord() throws(ArchiveFault) {
    switch phase {
    case .localHeader: try takeLocalHeader()
    case .localName(let length, let extra): try takeLocalName(length, extra: extra)
    case .descriptor: try takeDescriptor()
    case .afterData: try takeSignatureAfterData()
    case .centralHeader: try takeCentralHeader()
    case .centralName(let length, let extra, _): try takeCentralName(length, extra: extra)
    case .afterDirectory: try takeSignatureAfterDirectory()
    case .zip64End: try takeZip64End()
    case .zip64Locator: try takeZip64Locator()
    case .end: try takeEnd()
    case .comment:
      pending.clear()
      phase = .done
    case .data, .done: break
    }
  }

  // MARK: Before the data

  private func takeLocalHeader() throws(ArchiveFault) {
    try checkFirstBytes()
    let header = ZipMember(pending.bytes, flagsAt: 6)
    if let feature = header.unsupportedFeature { throw fault(.unsupported, message: feature) }
    phase = .localName(
      length: pending.bytes.number16(at: 26), extra: pending.bytes.number16(at: 28))
    member = header
    pending.clear()
  }

  private func takeLocalName(_ length: Int, extra: Int) throws(ArchiveFault) {
    guard var member else { return }
    member.name = Array(pending.bytes.prefix(length))
    if let nameFault = member.nameFault { throw fault(.unsupported, message: nameFault) }
    if member.hasDescriptor, member.method == 8 {
      // The values after the data count, not those in the header.
      (member.compressedSize, member.size) = (0, 0)
    } else if !member.takeZip64Sizes(from: pending.bytes.dropFirst(length)) {
      throw damage("the member's size is not given")
    }
    self.member = member
    pending.clear()
    dataStart = consumed
    phase = .data
  }

  // MARK: After the data

  /// Compares the output with the header, or continues with the descriptor.
  func endData() throws(ArchiveFault) {
    guard let member else { return }
    let taken = UInt64(consumed - dataStart)
    if member.hasDescriptor {
      self.member?.compressedSize = taken
      self.member?.size = UInt64(produced)
      self.member?.checksum = checksum.value
      phase = .descriptor
      return
    }
    guard member.compressedSize == taken else {
      throw ArchiveFault(
        .damaged, at: consumed,
        "the compressed data have \(taken) bytes, but the header says \(member.compressedSize)")
    }
    guard member.size == UInt64(produced) else {
      throw ArchiveFault(
        .damaged, at: consumed,
        "\(produced) bytes decompressed, but the header says \(member.size)")
    }
    try check(member.checksum, at: consumed)
    phase = .afterData
  }

  private func check(_ stated: UInt32, at offset: Int) throws(ArchiveFault) {
    guard stated == checksum.value else {
      throw ArchiveFault(
        .damaged, at: offset,
        "the CRC-32 of the decompressed data is \(checksum.value.hexadecimal), not \(stated.hexadecimal)"
      )
    }
  }

  /// Reads checksum and sizes, in any of the four forms.
  private func takeDescriptor() throws(ArchiveFault) {
    guard let member else { return }
    let bytes = pending.bytes
    let hasSignature = bytes.number32(at: 0) == ZipSignature.descriptor
    for start in hasSignature ? [4, 0] : [0] where bytes.number32(at: start) == member.checksum {
      let sizes = (member.compressedSize, member.size)
      if (bytes.number64(at: start + 4), bytes.number64(at: start + 12)) == sizes {
        return leaveDescriptor(start + 20)
      }
      let small = (bytes.number32(at: start + 4), bytes.number32(at: start + 8))
      if (UInt64(small.0), UInt64(small.1)) == sizes { return leaveDescriptor(start + 12) }
      throw damage("the sizes after the data are wrong")
    }
    try check(bytes.number32(at: hasSignature ? 4 : 0), at: recordStart)
  }

  private func leaveDescriptor(_ length: Int) {
    pending.remove(length)
    phase = .afterData
  }

  private func takeSignatureAfterData() throws(ArchiveFault) {
    let signature = pending.bytes.number32(at: 0)
    switch signature {
    case ZipSignature.centralHeader:
      directory = recordStart..<recordStart
      phase = .centralHeader
    case ZipSignature.localHeader:
      throw fault(.unsupported, message: "the archive has more than one member")
    default:
      throw damage(
        "\(ZipSignature.name(signature)) found where the directory should begin")
    }
  }
}
