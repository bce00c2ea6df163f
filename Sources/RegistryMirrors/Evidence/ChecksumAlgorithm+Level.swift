internal import ObjectStorage

extension ChecksumAlgorithm {
  /// What equal values prove.
  var level: AssuranceLevel {
    switch self {
    case .crc64nvme, .crc32c, .crc32: .crc
    case .md5, .sha1, .sha256: .digest
    }
  }
}
