internal import Formats
package import Listings
internal import ObjectStorage
internal import SharedCloudRegistry

/// Proposes a mission file from the names of files.
///
/// Names that differ only in digits are compared together: digits are a time only if all names
/// allow it. A template explains at least two files, and nine tenths of the files in its directory
/// must be explained; everything else is not explained, and is said so.
package struct MissionInference {
  private var groups: [[UInt8]: KeySample] = [:]
  private var left: [LeftOut: Int] = [:]
  private let test: LeftOutTest
  /// The bucket of the first key that is an address.
  private var bucket: String?
  /// The present year.
  private let thisYear: Int
  /// The number of objects.
  package private(set) var objects = 0

  /// Creates an empty inference.
  ///
  /// - Parameter thisYear: The present year: later numbers are no years.
  package init(thisYear: Int = .max) {
    self.thisYear = thisYear
    test = LeftOutTest(Mission(path: "", endpoint: Placeholder.endpoint))
  }

  /// Adds objects.
  ///
  /// - Parameter entries: The objects.
  package mutating func take(_ entries: some Sequence<ListingEntry>) {
    for entry in entries {
      objects += 1
      guard entry.isPresent else {
        left[.past, default: 0] += 1
        continue
      }
      let key = Array(keyInBucket(entry.key).utf8)
      if let cause = test.cause(key.span, size: entry.size) {
        left[cause, default: 0] += 1
        continue
      }
      let skeleton = KeyPieces(key).skeleton(of: key)
      groups[skeleton, default: KeySample()].take(key, size: entry.size ?? 0)
    }
  }

  /// The key of an object; addresses of one bucket lose their common start.
  private mutating func keyInBucket(_ key: String) -> String {
    guard key.utf8.prefix(10).contains(UInt8(ascii: ":")), let address = ObjectAddress(key) else {
      return key
    }
    if bucket == nil { bucket = address.bucketAddress }
    return address.bucketAddress == bucket ? address.key : key
  }

  /// Proposes a mission file.
  ///
  /// - Parameter address: The address that the keys are relative to; nil if unknown.
  /// - Returns: The proposal.
  package func proposal(of address: String?) -> MissionProposal {
    MissionProposal(
      Array(ChecksumNames.joined(groups).values), left: left,
      endpoint: bucket ?? address ?? Placeholder.endpoint, thisYear: thisYear)
  }
}

/// Keys with the same skeleton; of very many, only some are kept.
struct KeySample: Sendable {
  /// The kept keys.
  private(set) var keys: [[UInt8]] = []
  /// The number of keys.
  private(set) var count = 0
  /// The size of all objects.
  private(set) var bytes = 0
  /// Every how many keys one is kept.
  private(set) var step = 1
  /// The place of the checksum in the keys; nil if they have none.
  let checksum: ChecksumPlace?

  private static let limit = 200_000

  /// Creates an empty sample.
  ///
  /// - Parameter checksum: The place of the checksum in its keys; nil if they have none.
  init(with checksum: ChecksumPlace? = nil) { self.checksum = checksum }

  /// Takes the keys of another sample.
  mutating func take(_ other: KeySample) {
    for key in other.keys { take(key, size: 0) }
    bytes.add(clamped: other.bytes)
  }

  /// Takes a key and the size of its object.
  mutating func take(_ key: [UInt8], size: Int) {
    if count % step == 0 { keys.append(key) }
    count += 1
    bytes.add(clamped: size)
    guard keys.count >= Self.limit else { return }
    keys = stride(from: 0, to: keys.count, by: 2).map { keys[$0] }
    step *= 2
  }
}

// MARK: - Sources

extension MissionInference {
  /// What was read of several sources.
  package struct Reading: Sendable {
    /// The names of the objects.
    package var inference: MissionInference
    /// Whether every source was read whole.
    package var isComplete = true
    /// The faults of the sources, in one line each.
    package var notices: [String] = []
  }

  /// Reads the names of objects.
  ///
  /// - Parameters:
  ///   - sources: The sources of the bucket's objects.
  ///   - thisYear: The present year.
  /// - Returns: What was read.
  /// - Throws: ``PublishingError`` when a source can't be read.
  package static func reading(
    _ sources: [PublishingSource], thisYear: Int
  ) async throws(PublishingError) -> Reading {
    var reading = Reading(inference: MissionInference(thisYear: thisYear))
    for source in sources {
      do throws(StoreError) {
        let summary = try await source.content.read { entries in
          reading.inference.take(entries)
        } progress: { _ in
        }
        reading.isComplete = reading.isComplete && summary.isComplete
        reading.notices += summary.faults.map { "\(source.name): \($0)" }
      } catch {
        throw PublishingError(.source, address: source.name, detail: error.detail)
      }
    }
    return reading
  }
}
