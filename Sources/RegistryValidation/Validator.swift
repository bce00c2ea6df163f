internal import Formats
package import ObjectStorage
internal import SharedCloudRegistry

/// Checks registries, catalogs, info documents and index files, and reports the faults.
///
/// ```swift
/// let report = try await Validator().validate(["bucket-copy/"])
/// for finding in report.findings { print(finding.rule, finding.message) }
/// ```
@dynamicMemberLookup
public struct Validator: Sendable {
  /// How far a validation goes.
  public enum Depth: String, Sendable, Hashable, CaseIterable {
    /// Only JSON documents.
    case metadata
    /// Index files too.
    case index
    /// The data objects of the tree too.
    case objects
  }

  /// A directory with a copy of everything below an address.
  public struct Root: Sendable, Hashable {
    /// The start of the address, with its final slash: `s3://bucket/`.
    public var prefix: String
    /// The path of the directory.
    public var path: String

    /// Makes a root.
    ///
    /// - Parameters:
    ///   - prefix: The start of the address.
    ///   - path: The path of the directory.
    public init(prefix: String, path: String) {
      self.prefix = prefix.hasSuffix("/") ? prefix : prefix + "/"
      self.path = path
    }
  }

  /// A listing to use for the objects of a bucket.
  public struct Listing: Sendable, Hashable {
    /// The start of the addresses in it, with its final slash; nil for the bucket that the
    /// listing gives, else that of the catalog.
    public var prefix: String?
    /// The target it belongs to; nil for any.
    public var target: String?
    /// The path of the file.
    public var path: String

    /// Makes a listing.
    ///
    /// - Parameters:
    ///   - prefix: The start of the address; nil to detect it.
    ///   - target: The target it belongs to; nil for any.
    ///   - path: The path of the file.
    public init(prefix: String? = nil, target: String? = nil, path: String) {
      self.prefix = prefix.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
      self.target = target
      self.path = path
    }
  }

  /// The settings.
  public var options: Options

  /// Creates a validator.
  ///
  /// - Parameter options: The settings; those of the default profile if not given.
  public init(_ options: Options = Options()) { self.options = options }

  /// A setting, so that `validator.jobs` is `validator.options.jobs`.
  public subscript<Value>(dynamicMember path: WritableKeyPath<Options, Value>) -> Value {
    get { options[keyPath: path] }
    set { options[keyPath: path] = newValue }
  }

  /// Checks targets.
  ///
  /// - Parameter targets: Directories that hold a copy of a bucket, files, or `-` for standard
  ///   input.
  /// - Returns: The report.
  /// - Throws: ``TargetError`` if a target does not exist or its kind can't be detected.
  public func validate(_ targets: [String]) async throws(TargetError) -> Report {
    var sources: [TargetSource] = []
    for target in targets {
      sources.append(try TargetSource(target, kind: options.kind, options.storages))
    }
    return try await validate(sources)
  }

  /// Checks a copy of a bucket that is not a directory.
  ///
  /// - Parameters:
  ///   - tree: What the bucket holds.
  ///   - name: What to call it in the report.
  /// - Returns: The report.
  /// - Throws: ``TargetError`` if it can't be listed.
  package func validate(
    _ tree: ObjectTree, named name: String
  ) async throws(TargetError) -> Report {
    try await validate([TargetSource(name: name, content: .tree(tree))])
  }

  func validate(_ sources: [TargetSource]) async throws(TargetError) -> Report {
    try await report(on: TargetSource.distinct(sources))
  }

  /// Checks targets, each of which is there once.
  func report(
    on sources: [TargetSource], evidence: (any Evidence)? = nil
  ) async throws(TargetError) -> Report {
    var run = ValidationRun(self, evidence: evidence)
    for source in sources { try await run.check(source) }
    run.compareAcross()
    run.noteUnusedListings()
    return run.report()
  }
}
