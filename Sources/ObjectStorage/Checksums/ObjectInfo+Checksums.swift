extension ObjectInfo {
  /// The checksums that the server states, by the names of their headers.
  ///
  /// They are only there if ``Storage/details(of:part:)`` requested them. Not every store states
  /// what a value was computed over: the checksum of an upload in parts is one over theirs, except
  /// CRC64NVME, which is always over all bytes.
  package var checksums: [Checksum] {
    let type = details["x-amz-checksum-type"]?.uppercased()
    var parts: Int?
    if case .parts(_, let count)? = etag.map(ETag.init) { parts = count }
    return details.sorted { $0.key < $1.key }.compactMap { name, value in
      guard name.hasPrefix("x-amz-checksum-"),
        let algorithm = ChecksumAlgorithm(named: String(name.dropFirst(15))),
        let checksum = Checksum(algorithm, text: value, isComposite: type == "COMPOSITE")
      else { return nil }
      let isOverParts =
        checksum.isFull
        ? type != "FULL_OBJECT" && algorithm != .crc64nvme : checksum.kind == .composite(parts: nil)
      guard let parts, isOverParts else { return checksum }
      return Checksum(algorithm, kind: .composite(parts: parts), value: checksum.value)
    }
  }
}
