internal import Files
public import ObjectStorage
public import SharedCloudRegistry

/// Brings a registry of an older version to version 1.1.
///
/// ```swift
/// let migrator = Migrator("old/", destination: "new/", options: Migrator.Options(now: now))
/// let draft = try await migrator.draft()
/// if draft.registry.plan.refusals.isEmpty { try await migrator.publish(draft) }
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
    self.destination = destination.hasSuffix("/") ? destination : destination + "/"
    self.options = options
  }

  /// Makes the new registry, and compares it with the one at the destination.
  ///
  /// Nothing is changed. The plan refuses datasets that can't be migrated or would break rules.
  ///
  /// - Returns: The registry and its plan.
  /// - Throws: ``PublishingError`` when the source or the destination can't be read.
  public func draft() async throws(PublishingError) -> MigrationDraft {
    if isGlobalRegistry { return try await GlobalMigration(self).draft() }
    let place: StoragePlace
    do throws(StoreError) {
      place = try StorageProvider(options.storage).place(of: destination)
    } catch {
      throw PublishingError(.destination, error)
    }
    // A migration in place must replace only the state that it read.
    let observed = ObservedStorage(place.storage)
    let source = try await MigrationSource.read(
      source, endpoint: options.endpoint, options.storage, observed)
    var migration = try await Migration(self, source, StoragePlace(observed, place.key))
    return try await migration.draft()
  }

  /// Whether the source is the global registry instead of a bucket.
  private var isGlobalRegistry: Bool {
    let name = EditedDocument.registry.fileName
    guard PathKind(source) == .directory else {
      return source.hasSuffix("/" + name) || source == name
    }
    let root = source.hasSuffix("/") ? source : source + "/"
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

  /// Completes an interrupted publication, if the destination is a directory.
  ///
  /// - Returns: Whether there was something to complete.
  /// - Throws: ``PublishingError`` when it can't be completed.
  @discardableResult
  public func recover() throws(PublishingError) -> Bool {
    try publisher().recover()
  }

  /// Puts a draft in place, even if its plan has refusals.
  ///
  /// - Parameters:
  ///   - draft: The draft.
  ///   - archive: The directory below the endpoint for replaced objects; nil to discard them.
  /// - Throws: ``PublishingError``, with code `conflict` if somebody else published meanwhile.
  public func publish(
    _ draft: MigrationDraft, keepingOldIn archive: String? = nil
  ) async throws(PublishingError) {
    try await publisher().publish(draft.registry, keepingOldIn: archive)
  }
}
