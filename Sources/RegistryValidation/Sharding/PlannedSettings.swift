package import Formats
public import SharedCloudRegistry

/// The settings of a run that a plan fixes for all of its parts.
public struct PlannedSettings: Sendable, Hashable {
  /// A file whose content the settings depend on.
  public struct File: Sendable, Hashable {
    /// Its path, for messages.
    public var path: String
    /// Its content.
    public var text: String

    /// Makes a file.
    ///
    /// - Parameters:
    ///   - path: The path, for messages.
    ///   - text: The content.
    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// The profile of severities, if the command line names one.
  public var profile: Profile?
  /// The version of the specification, if the command line names one.
  public var spec: String?
  /// The depth, if the command line names one.
  public var depth: Validator.Depth?
  /// The lowest severity that makes the verdict `violations`, if the command line names one.
  public var failLevel: Severity?
  /// The kind of each target; nil to detect it.
  public var kind: String?
  /// The local copies of buckets.
  public var roots: [Validator.Root] = []
  /// The number of findings to list per rule and file; nil for the usual number.
  public var listedPerRule: Int?
  /// The configuration.
  public var configuration: File?
  /// The baseline.
  public var baseline: File?
  /// The present time of the run, in seconds since 1970; nil for a run without one.
  public var now: Int?

  /// Makes settings that set nothing.
  public init() {}

  /// The settings of the command line.
  ///
  /// - Parameter storage: The access to storages, which each machine has for itself.
  /// - Returns: The flags.
  public func flags(_ storage: StorageFlags) -> AppliedConfiguration.Flags {
    var flags = AppliedConfiguration.Flags()
    flags.profile = profile
    flags.spec = spec
    flags.depth = depth
    flags.failLevel = failLevel
    flags.roots = roots
    flags.storage = storage
    return flags
  }

  /// The present time.
  public var time: SCRTime? { now.map { SCRTime(seconds: Int64($0)) } }
}

extension PlannedSettings {
  /// The settings as a value.
  package var value: JSONValue {
    var members = FactsMembers()
    members.add("profile", profile?.rawValue)
    members.add("spec", spec)
    members.add("depth", depth?.rawValue)
    members.add("failLevel", failLevel?.rawValue)
    members.add("kind", kind)
    members.add(
      "roots",
      list: roots.map { ["prefix": .string($0.prefix), "path": .string($0.path)] })
    members.add("maxPerRule", listedPerRule)
    members.add("now", now)
    for (name, file) in [("configuration", configuration), ("baseline", baseline)] {
      guard let file else { continue }
      members.add(name, always: ["path": .string(file.path), "text": .string(file.text)])
    }
    return members.value
  }

  /// Reads settings.
  ///
  /// - Throws: ``FactsFault`` at the first value that is missing or can't be one.
  package init(facts object: FactsObject) throws(FactsFault) {
    profile = try object.word("profile", of: Profile.self)
    spec = try object.optionalText("spec")
    depth = try object.word("depth", of: Validator.Depth.self)
    failLevel = try object.word("failLevel", of: Severity.self)
    kind = try object.optionalText("kind")
    for root in try object.objects("roots") {
      roots.append(.init(prefix: try root.text("prefix"), path: try root.text("path")))
    }
    listedPerRule = try object.optionalNumber("maxPerRule")
    now = try object.optionalNumber("now")
    configuration = try File(facts: object, "configuration")
    baseline = try File(facts: object, "baseline")
  }
}

extension PlannedSettings.File {
  fileprivate init?(facts object: FactsObject, _ key: String) throws(FactsFault) {
    guard let file = try object.object(key) else { return nil }
    self.init(path: try file.text("path"), text: try file.text("text"))
  }
}
