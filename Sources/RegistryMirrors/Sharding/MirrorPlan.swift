internal import Formats
package import RegistryValidation

/// A verification of mirrors whose closer looks are divided among machines.
///
/// Each item is a share of the keys of one mirror, by a hash of the key. A part does the requests
/// and reads the content for its items; listings and documents are read by every part and by the
/// merge, which has the looks of the parts instead of its own.
package struct MirrorPlan: Sendable {
  /// The version of scregistry that made it.
  package internal(set) var version: String
  /// A hash of the rules.
  let rules: String
  /// The settings of the report.
  package internal(set) var settings: PlannedSettings
  /// How mirrors are compared.
  package internal(set) var comparison: MirrorOptions
  /// The source, as the user named it.
  package internal(set) var source: String
  /// The mirrors, as the user named them.
  package internal(set) var mirrors: [String]
  /// The longest lag as the user wrote it, for a statement; nil for any.
  package var longestLag: String?
  /// The number of shards.
  package internal(set) var shards: Int
  /// The number of items of each mirror.
  let shares: Int
  /// The SHA-256 of its file; empty before it is written.
  package internal(set) var digest = ""

  /// The fewest items of a mirror, so that any usual number of shards can be laid over them.
  private static let fewestShares = 64

  /// Makes a plan.
  ///
  /// - Parameters:
  ///   - source: The source.
  ///   - mirrors: The mirrors.
  ///   - comparison: How they are compared.
  ///   - settings: The settings of the report.
  ///   - version: The version of this program.
  ///   - shards: The number of shards.
  package init(
    _ source: String, mirrors: [String], comparison: MirrorOptions, settings: PlannedSettings,
    version: String, shards: Int
  ) {
    self.init(
      version: version, rules: ShardPlan.ownRules, settings: settings, comparison: comparison,
      source: source, mirrors: mirrors, shards: shards,
      shares: Swift.max(Self.fewestShares, 4 * shards))
  }

  init(
    version: String, rules: String, settings: PlannedSettings, comparison: MirrorOptions,
    source: String, mirrors: [String], shards: Int, shares: Int
  ) {
    self.version = version
    self.rules = rules
    self.settings = settings
    self.comparison = comparison
    self.source = source
    self.mirrors = mirrors
    self.shards = shards
    self.shares = shares
  }

  /// The number of items.
  package var itemCount: Int { mirrors.count * shares }

  // MARK: - Items

  /// The item, counted from 1, that has a key of a mirror.
  func item(of key: [UInt8], ofMirror mirror: Int) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    // The low bits of FNV are poor, and similar keys are usual.
    hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
    hash ^= hash >> 33
    return mirror * shares + Int(hash % UInt64(shares)) + 1
  }

  /// The mirror, counted from 0, of an item.
  func mirror(ofItem item: Int) -> Int { (item - 1) / shares }

  /// The shard of an item, of so many shards.
  func shard(ofItem item: Int, of count: Int) -> Int { (item - 1) % count + 1 }

  /// The items of a choice.
  ///
  /// - Parameter choice: The choice.
  /// - Returns: The items, counted from 1, in their order.
  /// - Throws: ``ShardError`` if there is no such shard or item.
  func items(_ choice: ShardChoice) throws(ShardError) -> [Int] {
    switch choice {
    case .shard(let number, let count):
      guard count > 0, (1...count).contains(number) else {
        throw ShardError(.unusable, "there is no shard \(number) of \(count)")
      }
      return (1...itemCount).filter { shard(ofItem: $0, of: count) == number }
    case .items(let ids):
      var items: Set<Int> = []
      for id in ids {
        guard let item = Int(id), (1...itemCount).contains(item) else {
          throw ShardError(.unusable, "the plan has no item \(id)")
        }
        items.insert(item)
      }
      return items.sorted()
    }
  }

  /// Throws if another version of the program made the plan.
  ///
  /// - Parameter version: The version of this program.
  /// - Throws: ``ShardError`` if it is another.
  package func requireOwn(_ version: String) throws(ShardError) {
    guard version == self.version else {
      throw ShardError(
        .differs,
        "the plan was made by scregistry \(self.version), but this is \(version); use one version "
          + "for the plan, its parts and their merge")
    }
    guard rules == ShardPlan.ownRules else {
      throw ShardError(
        .differs, "the plan was made with other rules than those of this scregistry \(version)")
    }
  }
}
