internal import ObjectStorage

/// Several checksums of one object, computed while its bytes are read once.
struct ContentDigest {
  private var digests: [(algorithm: ChecksumAlgorithm, digest: RunningDigest)] = []
  private var cyclic: [(algorithm: ChecksumAlgorithm, checksum: CyclicChecksum)] = []
  private var parts: [PartDigest] = []
  /// The number of bytes so far.
  private(set) var count = 0

  /// Begins.
  ///
  /// - Parameters:
  ///   - algorithms: The checksums to compute.
  ///   - partSizes: The part sizes for which to compute the ETag of an upload in parts.
  init(_ algorithms: Set<ChecksumAlgorithm>, partSizes: [Int] = []) {
    for algorithm in algorithms.sorted(by: { $0.rawValue < $1.rawValue }) {
      switch algorithm {
      case .sha256: digests.append((algorithm, RunningDigest(.sha256)))
      case .sha1: digests.append((algorithm, RunningDigest(.sha1)))
      case .md5: digests.append((algorithm, RunningDigest(.md5)))
      case .crc64nvme: cyclic.append((algorithm, CyclicChecksum(.crc64nvme)))
      case .crc32c: cyclic.append((algorithm, CyclicChecksum(.crc32c)))
      case .crc32: cyclic.append((algorithm, CyclicChecksum(.crc32)))
      }
    }
    for size in partSizes { parts.append(PartDigest(size: size)) }
  }

  /// Adds bytes.
  mutating func add(_ bytes: Span<UInt8>) {
    count += bytes.count
    for (_, digest) in digests { digest.add(bytes) }
    for index in cyclic.indices { cyclic[index].checksum.add(bytes) }
    for index in parts.indices { parts[index].add(bytes) }
  }

  /// The checksums of all bytes; no more bytes may be added.
  func finish() -> [Checksum] {
    digests.map { Checksum($0.algorithm, value: $0.digest.finishedBytes()) }
      + cyclic.map { Checksum($0.algorithm, value: $0.checksum.value) }
  }

  /// The ETags of uploads in parts, by the size of a part.
  mutating func finishParts() -> [(size: Int, etag: String)] {
    var etags: [(size: Int, etag: String)] = []
    for index in parts.indices { etags.append((parts[index].size, parts[index].finish())) }
    return etags
  }
}

/// The ETag of an upload in parts of one size: the MD5 of the MD5s of the parts.
struct PartDigest {
  let size: Int
  private var filled = 0
  private var count = 0
  private var part: RunningDigest
  private let all: RunningDigest

  /// Begins.
  ///
  /// - Parameter size: The size of a part in bytes.
  init(size: Int) {
    self.size = size
    part = RunningDigest(.md5)
    all = RunningDigest(.md5)
  }

  /// Adds bytes.
  mutating func add(_ bytes: Span<UInt8>) {
    var start = 0
    while start < bytes.count {
      if filled == size { endPart() }
      let end = Swift.min(bytes.count, start + size - filled)
      part.add(bytes.extracting(start..<end))
      filled += end - start
      start = end
    }
  }

  private mutating func endPart() {
    all.add(part.finishedBytes().span)
    count += 1
    part = RunningDigest(.md5)
    filled = 0
  }

  /// The ETag, without quotes.
  mutating func finish() -> String {
    if filled > 0 || count == 0 { endPart() }
    return "\(Hexadecimal.text(of: all.finishedBytes()))-\(count)"
  }
}
