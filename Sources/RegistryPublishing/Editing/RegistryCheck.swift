internal import Formats
internal import ObjectStorage
public import SharedCloudRegistry

/// Reads the catalogs of the buckets in the global registry, and compares them with it.
///
/// ```swift
/// var check = RegistryCheck(reader)
/// let list = try await reader.globalRegistry()
/// for entry in list.entries { print(await check.outcome(of: entry, in: list).problems) }
/// ```
public struct RegistryCheck: Sendable {
  /// The outcome for one bucket.
  public struct Outcome: Sendable, Hashable {
    /// The address of the bucket, as in the list.
    public var endpoint: String
    /// The number of its datasets; nil if its catalog can't be read.
    public var datasets: Int?
    /// What differs from the list or from earlier buckets; or why nothing is known.
    public var problems: [String] = []
  }

  /// The outcome for all buckets.
  public enum Verdict: Sendable, Hashable {
    /// Every catalog exists and agrees with the list.
    case agrees
    /// Some don't agree.
    case differs
    /// Some can't be read; the others agree.
    case undetermined
  }

  /// The outcome for all buckets so far.
  public var verdict: Verdict { differs ? .differs : isUnknown ? .undetermined : .agrees }

  private let reader: RegistryReader
  /// The buckets of datasets so far, by their ids.
  private var endpoints: ExactDictionary<String> = [:]
  private var differs = false
  private var isUnknown = false

  /// Creates a check.
  ///
  /// - Parameter reader: Reads the catalogs.
  public init(_ reader: RegistryReader) { self.reader = reader }

  /// Notes what is wrong with the list itself.
  ///
  /// - Parameter list: The list.
  /// - Returns: What is wrong, in one line each.
  public mutating func problems(of list: GlobalRegistry) -> [String] {
    var problems = list.faults.map { "\($0)" }
    var known: Set<String> = []
    for entry in list.entries where !known.insert(entry.endpoint.directoryAddress).inserted {
      problems.append("\(entry.endpoint) appears twice in the list")
    }
    if !problems.isEmpty { differs = true }
    return problems
  }

  /// Reads the catalog of a bucket, and compares it with the list.
  ///
  /// - Parameters:
  ///   - entry: The bucket's entry in the list.
  ///   - list: The list, which must not lead into the network of this machine.
  /// - Returns: The outcome.
  public mutating func outcome(
    of entry: GlobalRegistry.Entry, in list: GlobalRegistry
  ) async -> Outcome {
    do throws(ReadingError) {
      let bucket = try await reader.bucket(at: entry.endpoint, namedIn: list.address)
      if let fault = bucket.faults.first(where: \.isUnread) {
        throw ReadingError(.malformed, address: fault.address, detail: fault.detail)
      }
      let problems = problems(of: bucket, entry: entry)
      if !problems.isEmpty { differs = true }
      return Outcome(
        endpoint: entry.endpoint, datasets: bucket.datasets.count, problems: problems)
    } catch {
      isUnknown = true
      return Outcome(
        endpoint: entry.endpoint, problems: ["its catalog can't be read: \(error.detail)"])
    }
  }

  private mutating func problems(
    of bucket: Bucket, entry: GlobalRegistry.Entry
  ) -> [String] {
    var problems: [String] = []
    if let name = bucket["name"], name != entry.name {
      problems.append("its catalog calls it \(name), the list \(entry.name)")
    }
    if let region = bucket["region"], let listed = entry.region, region != listed {
      problems.append("its catalog says region \(region), the list \(listed)")
    }
    let own = entry.endpoint.directoryAddress
    for dataset in bucket.datasets {
      if let other = endpoints[dataset.id], other != own {
        problems.append("dataset \(dataset.id) is also in \(other)")
      }
      endpoints[dataset.id] = own
    }
    return problems + bucket.faults.map { "\($0)" }
  }
}
