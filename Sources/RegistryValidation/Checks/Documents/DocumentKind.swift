internal import Formats

/// What a JSON document is.
public enum DocumentKind: String, Sendable, Hashable, CaseIterable {
  /// A global registry: a list of buckets.
  case registry
  /// A bucket catalog: a list of datasets.
  case catalog
  /// One entry of a catalog, on its own.
  case dataset
  /// An info document: what the extra columns of an index mean.
  case info

  /// Tells what a document is by its keys; a bare list of entries is a catalog gone wrong.
  init?(of root: Node) {
    switch root.kind {
    case .array: self = .catalog
    case .object where root["registry"] != nil: self = .registry
    case .object where root["catalog"] != nil: self = .catalog
    case .object where root["parameters"] != nil: self = .info
    case .object where root["index"] != nil || root["loc"] != nil: self = .dataset
    default: return nil
    }
  }

  /// Tells what a document is by its file name.
  init?(fileName: String) {
    switch fileName {
    case "catalog.json": self = .catalog
    case "HelioDataRegistry.json": self = .registry
    default: return nil
    }
  }
}
