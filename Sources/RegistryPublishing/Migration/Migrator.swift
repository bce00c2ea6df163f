internal import Files
public import ObjectStorage
public import SharedCloudRegistry

/// Brings a registry of an older version to version 1.1.
///
/// ```swift
/// let migrator = Migrator("old/", destination: "new/", options: Migrator.Options(now: now))
/// let publication = try await migrator.run()
/// for refusal in publication.refusals { print(refusal.text) }
/// ```
public struct Migrator: Sendable {
  /// The options.
  public struct Options: Sendable {
    /// How storages are reached.
    public var storage = StorageOptions()
    /// How missing stops are assumed.
    public var policy = MigrationPolicy.usual
    /// The address of the new catalog.json's directory; nil for the bucket that the catalog names.
    public var endpoint: String?
    /// The address that datakeys without a scheme are relative to; nil for the bucket.
    public var base: String?
    /// New ids of datasets, by the old ones.
    public var names: [String: String] = [:]
    /// Fields of the catalog to set to other values.
    public var fields: [(name: String, text: String)] = []
    /// Whether unreadable rows are skipped instead of causing a refusal.
    public var skipsBadRows = false
    /// Whether datasets that can't be migrated are skipped instead of causing a refusal.
    public var skipsBadDatasets = false
    /// The format of the new index files.
    public var indexFormat = IndexFileName.Format.csv
    /// The guards that are open.
    public var allowed: Set<PublishingGuard> = []
    /// The present time.
    public var now: SCRTime
    /// About how many bytes of memory are used for sorting.
    public var memory = 64 << 20

    /// Creates options with the defaults.
    ///
    /// - Parameter now: The present time.
    public init(now: SCRTime) { self.now = now }
  }

  /// The directory or address of the old registry, or of its catalog.
  public let source: String
  /// The directory or address of the new registry.
  public let destination: String
  /// The options.
  public var options: Options

  /// Creates a migrator.
  ///
  /// - Parameters:
  ///   - source: A directory, an address such as `s3://bucket/`, or a catalog.
  ///   - destination: A directory, or an address such as `s3://bucket/`; it may be the source.
  ///   - options: The options.
  public init(_ source: String, destination: String, options: Options) {
    self.source = source
    self.destination = destination.directoryAddress
    self.options = options
  }

  /// Makes the new registry, checks it, and puts it in place unless its plan is refused.
  ///
  /// An interrupted publication at the destination is completed first.
  ///
  /// - Parameters:
  ///   - settings: What the run may do.
  ///   - onStep: Is told each step, before the next begins.
  /// - Returns: What was done.
  /// - Throws: ``PublishingError``, with code `conflict` if somebody else published meanwhile.
  @discardableResult
  public func run(
    settings: PublicationSettings = PublicationSettings(),
    onStep: @escaping Publication.Observer<MigrationDraft> = { _ in }
  ) async throws(PublishingError) -> Publication {
    let steps = PublicationSteps(
      publisher: publisher(), settings: settings, attempts: 1, registry: \.registry,
      onStep: onStep)
    return try await steps.run { _ async throws(PublishingError) in
      var draft = try await draft()
      draft.registry.plan.isForced = settings.isForced
      return draft
    }
  }

  /// Makes the new registry, and compares it with the one at the destination.
  ///
  /// Nothing is changed. The plan refuses datasets that can't be migrated or would break rules.
  ///
  /// - Returns: The registry and its plan.
  /// - Throws: ``PublishingError`` when the source or the destination can't be read.
  package func draft() async throws(PublishingError) -> MigrationDraft {
    if isGlobalRegistry { return try await GlobalMigration(self).draft() }
    let place: StoragePlace
    do throws(StoreError) {
      place = try StorageProvider(options.storage).place(of: destination)
    } catch {
      throw PublishingError(.destination, from: error)
    }
    // A migration in place must replace only the state that it read.
    let observed = ObservedStorage(place.storage)
    let source = try await MigrationSource.read(
      source, endpoint: options.endpoint, storage: options.storage, observed: observed)
    var migration = try await Migration(
      self, source: source, destination: StoragePlace(observed, at: place.key))
    return try await migration.draft()
  }

  /// Whether the source is the global registry instead of a bucket.
  private var isGlobalRegistry: Bool {
    let name = EditedDocument.registry.fileName
    guard ObjectAddress(source) == nil, PathKind(source) == .directory else {
      return source.hasSuffix("/" + name) || source == name
    }
    let root = source.directoryAddress
    return PathKind(root + name) == .file
      && PathKind(root + EditedDocument.catalog.fileName) == .absent
  }

  /// The publisher that puts a registry in place.
  ///
  /// - Parameter mission: What the registry says about its datasets; nil if that does not matter.
  /// - Returns: The publisher.
  func publisher(of mission: Mission? = nil) -> Publisher {
    var publishing = Publisher.Options(now: options.now)
    publishing.storage = options.storage
    publishing.allowed = options.allowed
    return Publisher(
      mission ?? Mission(path: source, endpoint: destination), destination: destination,
      options: publishing)
  }
}
