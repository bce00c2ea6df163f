/// The documents whose entries can be edited.
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
  /// The word for an entry in messages.
  var noun: String { self == .catalog ? "dataset" : "bucket" }
  /// The member of the document that says when it was changed; nil if entries say that.
  var modification: String? { self == .catalog ? nil : "modificationDate" }
}
