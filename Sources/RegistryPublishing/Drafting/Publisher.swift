public import ObjectStorage
internal import RegistryValidation
public import SharedCloudRegistry

/// Makes a registry from the files of a bucket, and keeps it up to date.
///
/// ```swift
/// let mission = try Mission(parsing: text, path: "mission.yml")
/// let publisher = Publisher(
///   mission, destination: "registry/", options: Publisher.Options(now: SCRTime(seconds: 1_767_225_600)))
/// let publication = try await publisher.run(from: [try PublishingSource("listing.json")])
/// for refusal in publication.refusals { print(refusal.text) }
/// ```
public struct Publisher: Sendable {
  /// The options.
  public struct Options: Sendable {
    /// How storages are reached.
    public var storage = StorageOptions()
    /// Whether rows whose files are gone are removed.
    public var prunes = false
    /// Whether the sources list only some of the files, so that no file counts as gone.
    public var isPartial = false
    /// Only objects that were written since then count, and the sources are partial.
    public var since: SCRTime?
    /// The maximum share of a dataset's rows that may be removed.
    public var largestRemoval = 0.05
    /// Lists of checksums, for the columns that ask for them: SUM files, BagIt manifests, reports of
    /// S3 Batch Operations.
    public var evidence: [String] = []
    /// The guards that are open.
    public var allowed: Set<PublishingGuard> = []
    /// Whether a registry must exist at the destination.
    public var requiresRegistry = false
    /// The storage of the destination; nil for that of its address.
    package var storagePlace: StoragePlace?
    /// The present time.
    public var now: SCRTime
    /// About how many bytes of memory are used for sorting.
    public var memory = 64 << 20
    /// Counts the work done.
    public var progress = PublishingProgress()

    /// Creates options with the defaults.
    ///
    /// - Parameter now: The present time.
    public init(now: SCRTime) { self.now = now }
  }

  /// The mission.
  public let mission: Mission
  /// The directory or address of catalog.json.
  public let destination: String
  /// The options.
  public var options: Options

  /// Creates a publisher.
  ///
  /// - Parameters:
  ///   - mission: The mission.
  ///   - destination: A directory, or an address such as `s3://bucket/`.
  ///   - options: The options.
  public init(_ mission: Mission, destination: String, options: Options) {
    self.mission = mission
    self.destination = destination.directoryAddress
    self.options = options
  }

  /// Makes a registry from sources, checks it, and puts it in place unless its plan is refused.
  ///
  /// An interrupted publication at the destination is completed first. If somebody else publishes in
  /// the meantime, the run starts again, up to ten times.
  ///
  /// - Parameters:
  ///   - sources: The sources of the bucket's objects; several are joined.
  ///   - settings: What the run may do.
  ///   - onStep: Is told each step, before the next begins; if it throws, nothing is published.
  /// - Returns: What was done.
  /// - Throws: ``PublishingError`` when a source or the destination can't be read or written, or the
  ///   mission is incomplete.
  @discardableResult
  public func run(
    from sources: [PublishingSource], settings: PublicationSettings = PublicationSettings(),
    onStep: @escaping Publication.Observer<RegistryDraft> = { _ in }
  ) async throws(PublishingError) -> Publication {
    let steps = PublicationSteps(
      publisher: self, settings: settings, attempts: 10, registry: { $0 }, onStep: onStep)
    return try await steps.run { attempt async throws(PublishingError) in
      var draft = try await draft(from: sources, isRetry: attempt > 1)
      draft.plan.isForced = settings.isForced
      if !draft.plan.isEmpty { try await draft.validate(at: options.now) }
      return draft
    }
  }
}

// MARK: - Parts of a run

extension Publisher {
  /// Makes a registry from sources, and compares it with the one at the destination.
  ///
  /// Nothing is changed, and nothing is checked.
  ///
  /// - Parameters:
  ///   - sources: The sources of the bucket's objects; several are joined.
  ///   - isRetry: Whether somebody else published since the run began. Then a listing, which was made
  ///     before, says nothing about rows that it lacks.
  /// - Returns: The registry and its plan.
  /// - Throws: ``PublishingError`` when a source or the destination can't be read, or the mission
  ///   is incomplete.
  package func draft(
    from sources: [PublishingSource], isRetry: Bool = false
  ) async throws(PublishingError) -> RegistryDraft {
    if let first = mission.placeholders.first {
      let place = first.line.map { "line \($0): " } ?? ""
      throw PublishingError(.mission, address: mission.path, detail: place + first.message)
    }
    options.progress.reset()
    let present: PresentRegistry
    do throws(ReadingError) {
      present = try await PresentRegistry.read(
        destination, endpoint: mission.endpoint, storage: options.storage,
        over: options.storagePlace)
    } catch {
      throw PublishingError(.destination, from: error)
    }
    guard present.catalog != nil || !options.requiresRegistry else {
      throw PublishingError(
        .destination, address: present.place.address + PresentRegistry.catalogName,
        detail: "there is no registry; generate makes one")
    }
    var drafting = Drafting(self, present: present, isRetry: isRetry)
    let draft = try await drafting.draft(from: sources)
    try draft.present.checkUnchanged()
    return draft
  }
}
