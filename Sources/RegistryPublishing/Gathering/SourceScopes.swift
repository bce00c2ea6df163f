internal import Formats
internal import Listings
internal import ObjectStorage
internal import SharedCloudRegistry

/// The places that the sources list: a row elsewhere may have its file, although none lists it.
struct SourceScopes: Sendable {
  /// The base of the mission, with which datakeys begin.
  private let base: String
  /// The places, in the order of the sources.
  private var places: [Place] = []

  /// The place of one source.
  private struct Place: Sendable, Hashable {
    /// What the listed addresses begin with, spelled as the base.
    var prefix: [UInt8]
    /// The directories and links within it whose content is not listed.
    var unlisted = UnlistedPlaces()
  }

  /// Creates scopes without a place.
  ///
  /// - Parameter base: The base of the mission.
  init(base: String) { self.base = base }

  /// Adds the place of a source.
  ///
  /// - Parameters:
  ///   - address: The address that its keys are relative to; nil for the base of the mission.
  ///   - prefix: What its keys begin with; empty for all keys.
  ///   - unlisted: The keys of directories and links whose content it does not list.
  mutating func add(_ address: String?, prefix: String, unlisted: [String] = []) {
    let start = address ?? base
    var place = Place(prefix: Array(spelled(start + prefix).utf8))
    place.unlisted.add(
      unlisted.map { spelled(BucketIdentity.prefix(of: $0) == nil ? start + $0 : $0) })
    if !places.contains(place) { places.append(place) }
  }

  /// An address as the base spells it, if they are in the same bucket.
  private func spelled(_ address: String) -> String {
    guard !address.utf8.starts(with: base.utf8), let bucket = BucketIdentity.prefix(of: base),
      let key = BucketIdentity.key(of: address, below: bucket)
    else { return address }
    return bucket + key
  }

  /// Whether a source lists a place.
  enum Answer: Sendable, Hashable {
    /// A source lists it.
    case listed
    /// It does not begin as what the sources list.
    case outside
    /// It is in or below a directory or a link whose content is not listed.
    case unlisted
  }

  /// Tells whether a source lists the place of a file.
  ///
  /// - Parameter datakey: The datakey of the file.
  /// - Returns: Whether one does; also if there is no source.
  func answer(for datakey: [UInt8]) -> Answer {
    guard !places.isEmpty else { return .listed }
    var listed = -1
    var unlisted = -1
    let address = Array(spelled(String(decoding: datakey, as: UTF8.self)).utf8)
    for place in places where address.starts(with: place.prefix) {
      listed = max(listed, place.prefix.count)
      if let length = place.unlisted.longest(containing: address) {
        unlisted = max(unlisted, length)
      }
    }
    // A source knows what another one does not list only if it begins there.
    if unlisted >= 0, listed <= unlisted { return .unlisted }
    return listed >= 0 ? .listed : .outside
  }

  /// The places, for people.
  var text: String {
    places.map { String(decoding: $0.prefix, as: UTF8.self) }.joined(separator: ", ")
  }
}

extension ListingBatch {
  /// The newest time of an object.
  ///
  /// - Parameter now: The present time: a later time proves nothing; nil to take every time.
  /// - Returns: The time; nil if no object has one.
  func newestTime(until now: Instant?) -> Instant? {
    var newest: Instant?
    for object in objects {
      guard let time = object.lastModified, now.map({ time <= $0 }) ?? true else { continue }
      if newest.map({ $0 < time }) ?? true { newest = time }
    }
    return newest
  }
}
