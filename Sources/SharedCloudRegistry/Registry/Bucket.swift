package import Formats
internal import ObjectStorage

/// A bucket and the datasets that its catalog lists.
///
/// Spec: SCR 1.1 §3.
public struct Bucket: Sendable {
  /// Whether a bucket is available.
  public struct Status: Sendable, Hashable {
    /// The number: 1200 if the bucket is available, 1400 if not; nil if the catalog has no number.
    public let code: Int?
    /// The message.
    public let message: String?

    /// True unless the catalog says that the bucket is unavailable.
    public var isAvailable: Bool { code != 1400 }
  }

  /// The address of the catalog's directory, with its final slash.
  public let address: String
  /// The address of the catalog.
  public let catalogAddress: String
  /// Whether the bucket is available.
  public let status: Status
  /// The version of the spec that the catalog follows.
  public let dialect: Dialect
  /// The datasets, in the order of the catalog.
  public let datasets: [Dataset]
  /// The faults of the datasets, and which entries were skipped.
  public let faults: [ReadingFault]
  /// Why entries were skipped, with their ids if they have one.
  let skipped: [(id: String?, reason: String)]
  /// The catalog's document.
  package let root: Node

  /// Reads a catalog from its document.
  init(
    _ document: Document, catalog place: StoragePlace, reader: RegistryReader
  ) throws(ReadingError) {
    let root = document.root
    let catalog = place.address
    if let enclosed = EnclosedValue(in: root, where: \.isCatalog) {
      throw ReadingError(
        .malformed, address: catalog, detail: "the catalog is \(enclosed.words)")
    }
    // Some catalogs are a bare list; an empty one may be anything.
    let isList = root.kind == .array && root.count > 0
    guard let list = root["catalog"] ?? (isList ? root : nil), list.kind == .array else {
      throw ReadingError(
        .malformed, address: catalog, detail: "it has no list named catalog")
    }
    let slash = catalog.utf8.lastIndex(of: UInt8(ascii: "/"))
    let address = slash.map { String(catalog[...$0]) } ?? ""
    self.root = root
    self.address = address
    catalogAddress = catalog
    status = Self.status(root["status"])
    dialect = DialectDetection(root: root, entries: Array(list.elements)).dialect
    let place = CatalogPlace(
      address: catalog, bucket: address, endpoint: root["endpoint"]?.string,
      isLocal: place.storage.isLocal, dialect: dialect, reader: reader)
    var reading = EntryReading(place: place)
    for (number, node) in list.elements.enumerated() { reading.take(node, number: number + 1) }
    datasets = reading.datasets
    skipped = reading.skipped
    let faults = Self.repeatedKeys(of: document, catalog) + reading.faults
    self.faults =
      datasets.isEmpty && !faults.isEmpty
      ? faults + [Self.unreadFault(skipped.count, catalog)] : faults
  }

  /// The fault that the catalog tells nothing: an empty list is not the answer then.
  private static func unreadFault(_ entries: Int, _ catalog: String) -> ReadingFault {
    let detail =
      switch entries {
      case 0: "none of its datasets can be read"
      case 1: "its only entry can't be read"
      default: "none of its \(entries) entries can be read"
      }
    return ReadingFault(.unreadCatalog, address: catalog, detail: detail)
  }

  /// The keys that an object has several times: what the earlier values say is lost.
  private static func repeatedKeys(of document: Document, _ catalog: String) -> [ReadingFault] {
    let offsets = document.remarks.compactMap { remark in
      if case .duplicateKey = remark.kind { remark.offset } else { nil }
    }
    guard let first = offsets.first else { return [] }
    let line = LineIndex(document.source).position(at: first).line
    return [
      ReadingFault(
        .entry, address: catalog, line: line, count: offsets.count,
        detail: "an object has this key twice; the first value is ignored")
    ]
  }

  /// Reads the status, which was an object, a string and a number in different versions.
  private static func status(_ node: Node?) -> Status {
    guard let node else { return Status(code: nil, message: nil) }
    if node.kind == .object {
      let code = node["code"].flatMap { $0.integer ?? $0.string.flatMap { Int($0) } }
      return Status(code: code, message: node["message"]?.string)
    }
    let parts = node.text.split(separator: "/", maxSplits: 1)
    return Status(
      code: parts.first.flatMap { Int($0) }, message: parts.count > 1 ? String(parts[1]) : nil)
  }

  /// The string of a field of the catalog, such as `name` or `contact`; nil if it is not a string.
  ///
  /// - Parameter field: The name of the field.
  public subscript(field: String) -> String? {
    guard let node = root[field], node.kind == .string || node.kind == .number else { return nil }
    return node.text
  }

  /// The catalog as published, as JSON.
  public var json: String { root.json }
}

/// Reads the entries of a catalog, so that a bad entry does not hide the others.
private struct EntryReading {
  let place: CatalogPlace
  var datasets: [Dataset] = []
  var faults: [ReadingFault] = []
  var skipped: [(id: String?, reason: String)] = []
  private var ids: ExactSet = []

  init(place: CatalogPlace) { self.place = place }

  mutating func take(_ node: Node, number: Int) {
    let entry = CatalogEntry(node)
    guard let id = entry.id, let index = entry.index else {
      let missing =
        node.kind != .object
        ? "is not an object"
        : entry.id == nil
          ? Self.problem(node["id"], name: "id") : Self.problem(node["index"], name: "index")
      return skip(entry.id, number: number, problem: missing)
    }
    guard !index.contains("://") || ObjectAddress(index + "/") != nil else {
      return skip(
        id, number: number, problem: "has the index \(index.abbreviated), which is not an address")
    }
    if !ids.insert(id).inserted { fault(.repeatedID, detail: "several datasets have the id \(id)") }
    let dataset = Dataset(entry, id: id, index: index, place: place)
    if !dataset.isStatic {
      for (name, time) in [("start", entry.start), ("stop", entry.stop)] where time == nil {
        fault(.time, detail: "dataset \(id) has no valid \(name)")
      }
    }
    datasets.append(dataset)
  }

  /// What is wrong with a field that can't be read.
  private static func problem(_ field: Node?, name: String) -> String {
    guard let field else { return "has no \(name)" }
    if field.kind == .string { return "has an empty \(name)" }
    return "has an \(name) that is not a string"
  }

  /// Skips an entry.
  private mutating func skip(_ id: String?, number: Int, problem: String) {
    let reason = "entry \(number)\(id.map { " (\($0))" } ?? "") \(problem)"
    skipped.append((id, reason))
    fault(.entry, detail: reason)
  }

  private mutating func fault(_ kind: ReadingFault.Kind, detail: String) {
    faults.append(ReadingFault(kind, address: place.address, detail: detail))
  }
}

/// The place of the catalog that contains an entry.
struct CatalogPlace: Sendable {
  /// The address of the catalog.
  let address: String
  /// The address of its directory.
  let bucket: String
  /// The address of the bucket, as in the catalog.
  let endpoint: String?
  /// Whether it is in a local directory.
  let isLocal: Bool
  let dialect: Dialect
  let reader: RegistryReader
}
