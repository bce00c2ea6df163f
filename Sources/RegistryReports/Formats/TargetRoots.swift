internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// The buckets and directories of a report's targets.
struct TargetRoots: Sendable {
  /// The roots in order: bucket addresses, and directories with their final slash.
  let roots: [String]
  private let table: PrefixTable<String>

  init(_ targets: [Report.Target]) {
    let roots = Set(targets.map { Self.root(ofTarget: $0.uri) })
    self.roots = roots.isEmpty ? [""] : roots.sorted()
    table = PrefixTable(Dictionary(self.roots.map { ($0, $0) }) { first, _ in first })
  }

  /// The root of a target: its bucket or its directory; empty for the working directory.
  static func root(ofTarget uri: String) -> String {
    ObjectAddress(uri)?.bucketAddress ?? directory(of: uri)
  }

  /// The root that a file belongs to; the first root if no root contains it.
  func root(of uri: String) -> String {
    table.value(ofLongestPrefixOf: uri) ?? roots.first ?? ""
  }

  /// The part of a path before its last part, with the final slash.
  static func directory(of uri: String) -> String {
    guard let slash = uri.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(uri[...slash])
  }

  /// The part of a file's name below its root.
  static func path(of uri: String, below root: String) -> String {
    guard uri.utf8.count > root.utf8.count, uri.utf8.starts(with: root.utf8) else { return uri }
    return String(uri.utf8.dropFirst(root.utf8.count)) ?? uri
  }
}
