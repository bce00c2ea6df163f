internal import Listings
internal import ObjectStorage

/// Where the checksums of a source's files come from.
///
/// They are in lists, in the listing itself, in the metadata of a bucket's objects, or made from the
/// bytes of local files. None is invented, and two that contradict each other are told.
struct ChecksumSource: Sendable {
  /// A file of a batch that needs a checksum.
  struct Claim: Sendable {
    /// Its number in the batch.
    var index: Int
    /// Its key below the base of the mission.
    var key: String
  }

  /// Why a file has no checksum.
  enum Gap: Error {
    /// Nobody states one, or it can't be read.
    case unknown(String)
    /// Different ones of one algorithm are stated.
    case contradiction(ChecksumAlgorithm)

    /// The reason, in words.
    var text: String {
      switch self {
      case .unknown(let reason): reason
      case .contradiction(let algorithm): "it has two different \(algorithm.rawValue) checksums"
      }
    }
  }

  /// The checksums of a batch.
  struct Answer: Sendable {
    /// The checksums by the numbers of the objects.
    var checksums: [Int: Checksum] = [:]
    /// What is missing.
    var gaps = ChecksumGaps()
  }

  /// The place of the files; nil if only lists tell.
  private let storage: (any Storage)?
  private let lists: ChecksumTable?
  /// The base of the mission.
  private let base: String

  /// How many files are hashed or asked for at a time.
  private static let width = 8

  /// Creates a source of checksums.
  ///
  /// - Parameters:
  ///   - content: The source of the files.
  ///   - lists: The lists of checksums, which save reading.
  ///   - base: The base of the mission.
  init(_ content: SnapshotSource, lists: ChecksumTable?, base: String) {
    storage =
      switch content {
      case .listing: nil
      case .storage(let storage, _, _): storage
      case .directory(let path, let links):
        FileStorage(path, boundary: links == .follow ? "/" : nil)
      }
    self.lists = lists
    self.base = base
  }

  /// Finds the checksums of files.
  ///
  /// - Parameters:
  ///   - claims: The files.
  ///   - batch: The batch that they are in.
  /// - Returns: The checksums that are known.
  func checksums(of claims: [Claim], in batch: ListingBatch) async -> Answer {
    let found = await claims.parallelMap(width: Self.width) { claim in
      do throws(Gap) {
        return Result<Checksum, Gap>.success(
          try await checksum(of: batch.objects[claim.index], claim: claim, batch: batch))
      } catch {
        return .failure(error)
      }
    }
    var answer = Answer()
    for (claim, result) in zip(claims, found) {
      switch result {
      case .success(let checksum): answer.checksums[claim.index] = checksum
      case .failure(let gap): answer.gaps.add(claim.key, gap: gap)
      }
    }
    return answer
  }

  /// Why a file has no checksum, though nothing failed.
  private var noSource: String {
    if storage != nil { return "the bucket states none over all its bytes" }
    return lists == nil
      ? "the listing states none; pass a list of checksums with --evidence"
      : "no list of checksums names it"
  }

  private func checksum(
    of object: ListingBatch.Object, claim: Claim, batch: ListingBatch
  ) async throws(Gap) -> Checksum {
    let stated: [Checksum]
    do throws(StoreError) {
      let listed = try await lists?.checksums(
        of: claim.key, below: base, etag: object.etag.map(batch.text))
      stated = try await checksums(of: object, batch: batch, listed: listed ?? [])
    } catch {
      throw .unknown(error.detail)
    }
    guard let checksum = try Self.strongest(stated) else { throw .unknown(noSource) }
    return checksum
  }

  /// What lists, the listing and the place of the file state.
  ///
  /// The bytes of a local file, or what a bucket has stored, show a list that is wrong.
  private func checksums(
    of object: ListingBatch.Object, batch: ListingBatch, listed: [Checksum]
  ) async throws(StoreError) -> [Checksum] {
    var stated = listed.filter(\.isFull)
    if let note = object.checksum, let checksum = Checksum(note: Array(batch.bytes[note])[...]) {
      stated.append(checksum)
    }
    guard let storage else { return stated }
    do throws(StoreError) {
      return stated
        + (try await Self.checksums(of: batch.text(object.key), in: storage, object.size))
    } catch {
      // A file that is not the one that was listed may not be the one of the list either.
      guard !stated.isEmpty, error.code != .changed else { throw error }
      return stated
    }
  }

  private static func checksums(
    of key: String, in storage: any Storage, _ size: Int?
  ) async throws(StoreError) -> [Checksum] {
    if storage.isLocal { return [try await digest(of: key, in: storage, size: size)] }
    let info = try await storage.details(of: key, part: nil)
    if info.isSizeKnown { try requireSize(info.size, of: size) }
    return info.checksums
  }

  /// The strongest checksum over all bytes; nil without any.
  ///
  /// - Throws: ``Gap`` if two of one algorithm differ: then neither is known to be right.
  private static func strongest(_ checksums: [Checksum]) throws(Gap) -> Checksum? {
    for algorithm in ChecksumAlgorithm.byStrength {
      let values = Set(checksums.filter { $0.isFull && $0.algorithm == algorithm })
      guard let value = values.first else { continue }
      guard values.count == 1 else { throw .contradiction(algorithm) }
      return value
    }
    return nil
  }

  private static func digest(
    of key: String, in storage: any Storage, size: Int?
  ) async throws(StoreError) -> Checksum {
    let reader = try await storage.read(key, .stored)
    let digest = RunningDigest(.sha256)
    var count = 0
    while let bytes = try await reader.next() {
      digest.add(bytes.span)
      count += bytes.count
    }
    try requireSize(count, of: size)
    return Checksum(.sha256, value: digest.finishedBytes())
  }

  /// Refuses a file that is not the one that was listed.
  private static func requireSize(_ found: Int, of listed: Int?) throws(StoreError) {
    guard let listed, listed != found else { return }
    throw StoreError(
      .changed, address: "", detail: "it has \(found) bytes, but was listed with \(listed)")
  }
}

/// The files that have no checksum.
struct ChecksumGaps: Sendable {
  /// How many there are.
  private(set) var count = 0
  /// The first, with the reason.
  private(set) var first = ""
  /// The first of which different checksums are stated, with the reason.
  private(set) var contradiction: String?

  /// Adds a file.
  mutating func add(_ key: String, gap: ChecksumSource.Gap) {
    let text = "\(key): \(gap.text)"
    if count == 0 { first = text }
    if case .contradiction = gap { contradiction = contradiction ?? text }
    count += 1
  }

  /// Adds those of later files.
  mutating func add(_ other: ChecksumGaps) {
    if count == 0 { first = other.first }
    contradiction = contradiction ?? other.contradiction
    count += other.count
  }
}
