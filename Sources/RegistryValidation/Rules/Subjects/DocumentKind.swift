internal import Formats
internal import SharedCloudRegistry

/// The kind of a JSON document.
public enum DocumentKind: String, Sendable, Hashable, CaseIterable {
  /// A global registry: a list of buckets.
  case registry
  /// A bucket catalog: a list of datasets.
  case catalog
  /// One entry of a catalog, on its own.
  case dataset
  /// An info document: the meaning of the extra columns of an index.
  case info

  /// Detects the kind by the keys; a bare list of entries counts as a faulty catalog, a list with
  /// one document as that document.
  init?(of root: Node) {
    let documents: [DocumentKind] = [.registry, .catalog, .info]
    let enclosed = EnclosedValue(in: root) { node in documents.contains { $0.isShown(by: node) } }
    if let content = enclosed?.content,
      let kind = documents.first(where: { $0.isShown(by: content) })
    {
      self = kind
      return
    }
    switch root.kind {
    case .array: self = .catalog
    case .object where root["registry"] != nil: self = .registry
    case .object where root["catalog"] != nil: self = .catalog
    case .object where root["parameters"] != nil: self = .info
    case .object where root["index"] != nil || root["loc"] != nil: self = .dataset
    default: return nil
    }
  }

  /// Detects the kind by the file name.
  init?(fileName: String) {
    switch fileName {
    case "catalog.json": self = .catalog
    case "HelioDataRegistry.json": self = .registry
    default: return nil
    }
  }
}
