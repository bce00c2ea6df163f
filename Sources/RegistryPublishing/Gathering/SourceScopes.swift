internal import Formats
internal import Listings
internal import ObjectStorage
internal import SharedCloudRegistry

/// The places that the sources list: a row elsewhere may have its file, although none lists it.
struct SourceScopes: Sendable {
  /// The base of the mission, with which datakeys begin.
  private let base: String
  /// What the listed addresses begin with, each spelled as the base.
  private var prefixes: [String] = []
  private var isWhole = false

  /// Creates scopes without a place.
  ///
  /// - Parameter base: The base of the mission.
  init(base: String) { self.base = base }

  /// Adds the place of a source.
  ///
  /// - Parameters:
  ///   - address: The address that its keys are relative to; nil for the base of the mission.
  ///   - prefix: What its keys begin with; empty for all keys.
  mutating func add(_ address: String?, prefix: String) {
    guard !isWhole else { return }
    var place = (address ?? base) + prefix
    if !place.utf8.starts(with: base.utf8), let bucket = BucketIdentity.prefix(of: base),
      let key = BucketIdentity.key(of: place, below: bucket)
    {
      place = bucket + key
    }
    if base.utf8.starts(with: place.utf8) { isWhole = true }
    prefixes.append(place)
  }

  /// Whether a source lists the place of a file.
  ///
  /// - Parameter datakey: The datakey of the file.
  /// - Returns: Whether one does; also if there is no source.
  func contain(_ datakey: [UInt8]) -> Bool {
    isWhole || prefixes.isEmpty || prefixes.contains { datakey.starts(with: $0.utf8) }
  }

  /// The places, for people.
  var text: String { prefixes.joined(separator: ", ") }
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
