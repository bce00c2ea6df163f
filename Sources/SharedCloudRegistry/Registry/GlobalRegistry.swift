package import Formats

/// The list of the participating buckets, `HelioDataRegistry.json`.
///
/// Spec: SCR 1.1 §2.
public struct GlobalRegistry: Sendable {
  /// A bucket of the list.
  public struct Entry: Sendable, Hashable {
    /// The address of the bucket.
    public let endpoint: String
    /// A name for people; not unique.
    public let name: String
    /// The region of the bucket; nil if the list has no region.
    public let region: String?
  }

  /// The address of the list.
  public let address: String
  /// The version of the spec that the list names; nil if it names no version.
  public let version: String?
  /// The buckets, in the order of the list.
  public let entries: [Entry]
  /// The faults of the list, and which buckets were skipped.
  public let faults: [ReadingFault]
  /// The list's document.
  package let root: Node

  /// Reads the list from its document.
  init(_ root: Node, address: String) throws(ReadingError) {
    if let enclosed = EnclosedValue(in: root, where: \.isGlobalRegistry) {
      throw ReadingError(
        .malformed, address: address, detail: "the registry is \(enclosed.words)")
    }
    guard let registry = root["registry"], registry.kind == .array else {
      throw ReadingError(
        .malformed, address: address, detail: "it has no list named registry")
    }
    self.root = root
    self.address = address
    version = DialectDetection(root: root, entries: []).declared
    var entries: [Entry] = []
    var faults: [ReadingFault] = []
    for (number, node) in registry.elements.enumerated() {
      guard let endpoint = node["endpoint"]?.string, !endpoint.isEmpty else {
        faults.append(
          ReadingFault(.entry, address: address, detail: "entry \(number + 1) has no endpoint"))
        continue
      }
      entries.append(
        Entry(
          endpoint: endpoint, name: node["name"]?.string ?? "", region: node["region"]?.string))
    }
    self.entries = entries
    self.faults = faults
  }

  /// The list as published, as JSON.
  public var json: String { root.json }

  /// Finds the endpoint of a bucket by its name.
  ///
  /// - Parameters:
  ///   - name: The exact name.
  ///   - regionPrefix: The prefix of its region, if several buckets have the name.
  ///   - takesFirst: Whether to take the first if several buckets match.
  /// - Returns: The endpoint.
  /// - Throws: ``ReadingError`` with code `notFound` or `ambiguous`.
  public func endpoint(
    named name: String, regionPrefix: String = "", takesFirst: Bool = false
  ) throws(ReadingError) -> String {
    let found = entries.filter {
      $0.name.hasSameBytes(as: name) && ($0.region ?? "").utf8.starts(with: regionPrefix.utf8)
    }
    guard let first = found.first else {
      throw ReadingError(
        .notFound, address: address,
        detail: "there is no bucket named \(name)"
          + (regionPrefix.isEmpty ? "" : " in a region that begins with \(regionPrefix)"))
    }
    guard found.count == 1 || takesFirst else {
      let regions = Set(found.map { $0.region ?? "" }).sorted()
      throw ReadingError(
        .ambiguous, address: address,
        detail: "\(found.count) buckets are named \(name); "
          + (regions.count > 1
            ? "their regions are \(regions.joined(separator: ", ")); name one with --region-prefix"
            : "all in the same region")
          + ", or take the first with --first")
    }
    return first.endpoint
  }
}

extension Node {
  /// The value as JSON on one line.
  var json: String {
    String(decoding: JSONWriter.write(self, layout: .singleLine), as: UTF8.self)
  }
}
