internal import Formats
internal import ObjectStorage
internal import RegistrySchemas
internal import SharedCloudRegistry

/// A validation divided into items that several machines can check, each item on its own.
///
/// The plan has the documents and listings as they were, so that the parts can be merged without
/// the registry. Items, not shards, are its units: any number of shards can be laid over them.
package struct ShardPlan: Sendable {
  /// The version of scregistry that made it.
  package internal(set) var version: String
  /// A hash of the rules.
  let rules: String
  /// The settings of the run.
  package internal(set) var settings: PlannedSettings
  /// The number of shards.
  package internal(set) var shards = 1
  var targets: [PlannedTarget] = []
  var items: [PlanItem] = []
  var answers = StoreAnswers()
  /// The SHA-256 of its file; empty before it is written.
  package internal(set) var digest = ""

  init(version: String, rules: String, settings: PlannedSettings) {
    self.version = version
    self.rules = rules
    self.settings = settings
  }

  /// A hash of the rules of this program.
  package static var ownRules: String {
    var hash = StableHash()
    for file in SchemaFiles.all(in: "rules") { hash.add(file.bytes) }
    return hash.text
  }

  /// The number of items.
  package var itemCount: Int { items.count }

  /// The sum of the sizes of the items.
  package var bytes: Int { items.reduce(0) { $0 + $1.bytes } }

  /// The ids of the items of a shard.
  ///
  /// - Parameters:
  ///   - number: The number of the shard, counted from 1.
  ///   - count: The number of shards.
  /// - Returns: The ids, in the order of the plan.
  package func items(ofShard number: Int, of count: Int) -> [String] {
    var divided = items
    if count != shards { ShardBalance.divide(&divided, among: count) }
    return divided.filter { $0.shard == number }.map(\.id)
  }
}

/// How many shards a plan has.
package enum ShardCount: Sendable, Hashable {
  /// So many.
  case shards(Int)
  /// As many as shards of so many bytes need.
  case bytes(Int)

  /// The number for some items.
  func count(for items: [PlanItem]) -> Int {
    switch self {
    case .shards(let count): return Swift.max(1, count)
    case .bytes(let size):
      let weight = items.reduce(0) { $0 + $1.weight }
      return Swift.max(1, (weight + size - 1) / Swift.max(1, size))
    }
  }
}
