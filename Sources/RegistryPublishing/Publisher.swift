internal import RegistryValidation
public import SharedCloudRegistry

/// Makes a registry from what a bucket holds, and keeps it up to date.
///
/// ```swift
/// let mission = try Mission(parsing: text, path: "mission.yml")
/// let publisher = Publisher(mission, destination: "registry/")
/// let draft = try await publisher.draft(from: [try PublishingSource("listing.json")])
/// if draft.plan.refusals.isEmpty { try await publisher.publish(draft) }
/// ```
public struct Publisher: Sendable {
  /// How to go about it.
  public struct Options: Sendable {
    /// How storages are reached.
    public var storage = StorageOptions()
    /// Whether rows whose files are gone go too.
    public var prunes = false
    /// Whether the sources show only a part of the files, so that nothing can be gone.
    public var isPartial = false
    /// Only objects that were written since then are looked at, and the sources are partial.
    public var since: SCRTime?
    /// The greatest share of a dataset's rows that may go.
    public var largestRemoval = 0.05
    /// The present time.
    public var now: SCRTime
    /// About how many bytes of memory are used for sorting.
    public var memory = 64 << 20
    /// Counts what has been done.
    public var progress = PublishingProgress()

    /// Takes the defaults.
    ///
    /// - Parameter now: The present time.
    public init(now: SCRTime) { self.now = now }
  }

  /// The mission.
  public let mission: Mission
  /// The directory or address that catalog.json lies at.
  public let destination: String
  /// How to go about it.
  public var options: Options

  /// Prepares.
  ///
  /// - Parameters:
  ///   - mission: The mission.
  ///   - destination: A directory, or an address such as `s3://bucket/`.
  ///   - options: How to go about it.
  public init(_ mission: Mission, destination: String, options: Options) {
    self.mission = mission
    self.destination = destination.hasSuffix("/") ? destination : destination + "/"
    self.options = options
  }

  /// Makes a registry from sources, and compares it with what stands at the destination.
  ///
  /// Nothing is changed.
  ///
  /// - Parameter sources: What the bucket holds; several are joined.
  /// - Returns: The registry, and what would change.
  /// - Throws: ``PublishingError`` when a source or the destination can't be read, or the mission is
  ///   not complete.
  public func draft(
    from sources: [PublishingSource]
  ) async throws(PublishingError) -> RegistryDraft {
    if let first = mission.placeholders.first {
      let place = first.line.map { "line \($0): " } ?? ""
      throw PublishingError(.mission, mission.path, place + first.message)
    }
    options.progress.reset()
    let present: PresentRegistry
    do throws(ReadingError) {
      present = try await PresentRegistry.read(
        destination, endpoint: mission.endpoint, options.storage)
    } catch {
      throw PublishingError(.destination, error)
    }
    var drafting = Drafting(self, present)
    return try await drafting.draft(from: sources)
  }
}
