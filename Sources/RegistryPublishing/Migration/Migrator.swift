public import SharedCloudRegistry

/// Brings a registry of an older version to version 1.1.
///
/// ```swift
/// let migrator = Migrator("old/", destination: "new/", options: Migrator.Options(now: now))
/// let draft = try await migrator.draft()
/// if draft.registry.plan.refusals.isEmpty { try await migrator.publish(draft) }
/// ```
public struct Migrator: Sendable {
  /// How to go about it.
  public struct Options: Sendable {
    /// How storages are reached.
    public var storage = StorageOptions()
    /// What is assumed of stops that are missing.
    public var policy = MigrationPolicy.usual
    /// The address that catalog.json is to lie at; nil for the bucket that the catalog names.
    public var endpoint: String?
    /// The address that datakeys without a scheme count from; nil for the bucket.
    public var base: String?
    /// New ids of datasets, by the old ones.
    public var names: [String: String] = [:]
    /// Fields of the catalog that are to have other values.
    public var fields: [(name: String, text: String)] = []
    /// Whether rows that can't be read are left out, rather than a cause to refuse.
    public var skipsBadRows = false
    /// Whether datasets that can't be migrated are left out, rather than a cause to refuse.
    public var skipsBadDatasets = false
    /// The present time.
    public var now: SCRTime
    /// About how many bytes of memory are used for sorting.
    public var memory = 64 << 20

    /// Takes the defaults.
    ///
    /// - Parameter now: The present time.
    public init(now: SCRTime) { self.now = now }
  }

  /// The directory or address of the old registry, or of its catalog.
  public let source: String
  /// The directory or address of the new registry.
  public let destination: String
  /// How to go about it.
  public var options: Options

  /// Prepares.
  ///
  /// - Parameters:
  ///   - source: A directory, an address such as `s3://bucket/`, or a catalog.
  ///   - destination: A directory, or an address such as `s3://bucket/`; it may be the source.
  ///   - options: How to go about it.
  public init(_ source: String, destination: String, options: Options) {
    self.source = source
    self.destination = destination.hasSuffix("/") ? destination : destination + "/"
    self.options = options
  }

  /// Makes the new registry, and compares it with what stands at the destination.
  ///
  /// Nothing is changed. What can't be migrated, and what would break rules, makes refusals.
  ///
  /// - Returns: The registry, and how it came about.
  /// - Throws: ``PublishingError`` when the source or the destination can't be read.
  public func draft() async throws(PublishingError) -> MigrationDraft {
    if isGlobalRegistry { return try await GlobalMigration(self).draft() }
    let source = try await MigrationSource.read(
      source, endpoint: options.endpoint, options.storage)
    var migration = try await Migration(self, source)
    return try await migration.draft()
  }

  /// Whether the source is the list of the network's buckets, rather than a bucket.
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
  /// - Parameter mission: What the registry says of its datasets; nil where that does not matter.
  /// - Returns: The publisher.
  func publisher(of mission: Mission? = nil) -> Publisher {
    var publishing = Publisher.Options(now: options.now)
    publishing.storage = options.storage
    return Publisher(
      mission ?? Mission(path: source, endpoint: destination), destination: destination,
      options: publishing)
  }

  /// Carries out what an interrupted publication had decided, where the destination is a directory.
  ///
  /// - Returns: Whether there was something to carry out.
  /// - Throws: ``PublishingError`` when it can't be carried out.
  @discardableResult
  public func recover() throws(PublishingError) -> Bool {
    try publisher().recover()
  }

  /// Puts a draft in place, whatever its plan refuses.
  ///
  /// - Parameters:
  ///   - draft: The draft.
  ///   - archive: The directory below the endpoint that keeps what is replaced; nil to let it go.
  /// - Throws: ``PublishingError``, with code `conflict` where somebody else published in between.
  public func publish(
    _ draft: MigrationDraft, keepingOldIn archive: String? = nil
  ) async throws(PublishingError) {
    try await publisher().publish(draft.registry, keepingOldIn: archive)
  }
}
