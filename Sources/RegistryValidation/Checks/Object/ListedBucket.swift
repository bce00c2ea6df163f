internal import Files
internal import Listings
internal import ObjectStorage
internal import SharedCloudRegistry
internal import Synchronization

/// A bucket from its listings, which are read when the first row needs them.
struct ListedBucket {
  /// The start of every address in it, such as `s3://bucket/`.
  let prefix: String
  /// The same in bytes.
  let prefixBytes: [UInt8]
  /// The listings that together cover it.
  let files: [ListingFile]
  private let options: CheckOptions
  private let progress: ValidationProgress
  private var state = State.unread
  private var objects = ListedObjects(seed: 0)
  /// The key prefixes that the listings cover.
  private var scopes: [[UInt8]] = []
  private var identities: [FileIdentity?] = []
  /// The places below which the listings have nothing, and the listing that names the first.
  private var unlisted: (places: UnlistedPlaces, path: String, first: String)?

  /// The state after reading it.
  private enum State {
    case unread, usable, unusable
  }

  /// The reasons why it can't be used, by the path of the listing.
  private(set) var obstacles: [(path: String, reason: String)] = []

  init(prefix: String, files: [ListingFile], options: CheckOptions, progress: ValidationProgress) {
    self.prefix = prefix
    prefixBytes = Array(prefix.utf8)
    self.files = files
    self.options = options
    self.progress = progress
  }

  /// The answer about one object.
  enum Answer {
    /// The listing does not cover the key.
    case outside
    /// The listing can't be used.
    case unknown
    /// The object does not exist.
    case missing
    /// The object exists.
    case found(size: Int?)
  }

  /// Looks up the object of a row, and notes that a row has it.
  ///
  /// - Parameter key: The key after the prefix.
  /// - Returns: Whether the object exists, and its size.
  mutating func look(for key: Span<UInt8>) -> Answer {
    load()
    guard state == .usable else { return .unknown }
    guard let object = objects.find(key) else {
      guard scopes.contains(where: { key.starts(with: $0) }) else { return .outside }
      return isUnlisted(key) ? .unknown : .missing
    }
    objects.see(key)
    return .found(size: object.size)
  }

  /// Whether the listings lack the content of the directory of a key.
  private mutating func isUnlisted(_ key: Span<UInt8>) -> Bool {
    guard let unlisted, unlisted.places.contain(key.indices.map { key[$0] }) else { return false }
    let obstacle = (
      unlisted.path,
      "the listing lacks the content of directories or links, first \(unlisted.first)"
    )
    if !obstacles.contains(where: { $0 == obstacle }) { obstacles.append(obstacle) }
    return true
  }

  /// Notes that an object is not data.
  mutating func exclude(_ key: [UInt8]) {
    load()
    objects.see(key.span)
  }

  /// Reads the listings, once.
  private mutating func load() {
    guard state == .unread else { return }
    var generator = SystemRandomNumberGenerator()
    var objects = ListedObjects(seed: generator.next())
    for file in files {
      identities.append(FileIdentity(file.name))
      progress.expect(files: 1, bytes: file.expectedSize)
      if let scope = read(file, into: &objects) { scopes.append(Array(scope.utf8)) }
      progress.filesDone.add(1, ordering: .relaxed)
    }
    state = obstacles.isEmpty ? .usable : .unusable
    if state == .usable { self.objects = objects }
  }

  /// Reads a listing; returns the key prefix that it covers, nil if it can't be used.
  private mutating func read(_ file: ListingFile, into objects: inout ListedObjects) -> String? {
    var differing: ListingEntry?
    var isOfBucket = false
    do throws(StoreError) {
      let summary = try file.read { entries in
        for entry in entries where entry.isPresent {
          let own = key(ofAddress: entry.key)
          if own != nil { isOfBucket = true }
          let isNew = objects.add(Array((own ?? entry.key).utf8).span, size: entry.size)
          if !isNew, differing == nil { differing = entry }
        }
      } progress: {
        progress.note(bytes: $0, rows: 0)
      }
      if let reason = Self.reason(summary, differing: differing, isOfBucket: isOfBucket) {
        obstacles.append((file.name, reason))
        return nil
      }
      if let first = summary.unlisted.first {
        if unlisted == nil { unlisted = (UnlistedPlaces(), file.name, first.clipped) }
        let places = summary.unlisted.map { key(ofAddress: $0) ?? $0 }
        unlisted?.places.add(places)
      }
      return summary.prefix
    } catch {
      obstacles.append((file.name, "can't be read: \(error.detail)"))
      return nil
    }
  }

  /// The key of an object that a listing names by its address; nil if it names a key, or an object of
  /// another bucket.
  private func key(ofAddress text: String) -> String? {
    // Few keys have a colon near the start.
    guard text.utf8.prefix(6).contains(UInt8(ascii: ":")) else { return nil }
    return BucketIdentity.key(of: text, below: prefix)
  }

  /// Why a listing can't be used; nil if it can.
  private static func reason(
    _ summary: ListingSummary, differing: ListingEntry?, isOfBucket: Bool
  ) -> String? {
    if let fault = summary.faults.first {
      let more = summary.faultCount > 1 ? " (and \(summary.faultCount - 1) more)" : ""
      return "the listing is incomplete: \(fault)\(more)"
    }
    if !isOfBucket, let fault = summary.addressFault {
      return "the listing can't be used: \(fault)"
    }
    return differing.map {
      "the listing repeats \($0.key.clipped) with another size on line \($0.line)"
    }
  }

  /// Whether any object was looked up in it.
  var isUsed: Bool { state != .unread }

  /// Goes through the objects without a row, in the order of the listings.
  ///
  /// A bucket that no row refers to is not expected to have rows.
  mutating func forEachUnseen(_ body: (ListingEntry) -> Void) {
    guard state == .usable, objects.unseen > 0 else { return }
    for (file, identity) in zip(files, identities) {
      do throws(StoreError) {
        _ = try file.read { entries in
          for entry in entries where entry.isPresent {
            guard let object = objects.find(Array(entry.key.utf8).span), !object.isSeen else {
              continue
            }
            body(entry)
          }
        }
        guard FileIdentity(file.name) == identity else {
          obstacles.append((file.name, "the listing changed while it was read"))
          return
        }
      } catch {
        obstacles.append((file.name, "can't be read again: \(error.detail)"))
      }
    }
  }
}

extension Span<UInt8> {
  /// Whether the bytes begin with others.
  func starts(with other: [UInt8]) -> Bool {
    guard count >= other.count else { return false }
    for index in other.indices where self[index] != other[index] { return false }
    return true
  }
}
