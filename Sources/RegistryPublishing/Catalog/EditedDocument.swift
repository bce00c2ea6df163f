/// The documents whose entries are edited by hand.
package enum EditedDocument: Sendable, Hashable {
  /// `catalog.json`, the datasets of a bucket.
  case catalog
  /// `HelioDataRegistry.json`, the buckets of the network.
  case registry

  /// The name of the file.
  package var fileName: String { self == .catalog ? "catalog.json" : "HelioDataRegistry.json" }
  /// The member that holds the entries.
  var list: String { self == .catalog ? "catalog" : "registry" }
  /// The member that tells entries apart.
  var key: String { self == .catalog ? "id" : "endpoint" }
  /// What an entry is, for people.
  var noun: String { self == .catalog ? "dataset" : "bucket" }
  /// The member of the document that says when it was changed; nil if entries say that.
  var modification: String? { self == .catalog ? nil : "modificationDate" }
}
