internal import RegistryValidation
internal import SharedCloudRegistry

/// Why an object of a listing is not a file for an index, whatever the mission says.
public enum LeftOut: String, Sendable, Hashable, CaseIterable {
  /// It stands for a directory.
  case directory
  /// It has no bytes.
  case empty
  /// It is an index file of the registry.
  case index
  /// It is the catalog, or describes the columns of an index.
  case catalog
  /// Its name is that of a file that is being written.
  case temporary
  /// The mission ignores it.
  case ignored
  /// It is an old version, or was deleted.
  case past
  /// Its key can't stand in an index: it holds control characters, or leads out of the bucket.
  case unusable
  /// It lies outside of the base of the mission.
  case outside
}

/// Tells which objects are left out.
struct LeftOutTest: Sendable {
  private let ignored: [GlobPattern]
  /// The directories of index files, below the base.
  private let indexes: [String]
  private let catalogs: Set<String>

  private static let temporarySuffixes = [
    ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~",
  ]

  /// Prepares.
  ///
  /// - Parameter mission: The mission, whose own files are left out.
  init(_ mission: Mission) {
    ignored = mission.ignored
    func below(_ address: String) -> String? {
      address.utf8.starts(with: mission.base.utf8)
        ? String(address.utf8.dropFirst(mission.base.utf8.count)) : nil
    }
    // Of an index that names captures, what stands before the first.
    indexes = mission.datasets.compactMap { below(String($0.index.text.prefix { $0 != "{" })) }
    let root = below(mission.endpoint) ?? ""
    catalogs = [root + "catalog.json", root + "HelioDataRegistry.json"]
  }

  /// Tells why an object is left out; nil if it is not.
  ///
  /// - Parameters:
  ///   - key: Its key below the base.
  ///   - size: Its size, where that is known.
  /// - Returns: The cause.
  func cause(_ key: String, size: Int?) -> LeftOut? {
    if key.hasSuffix("/") || key.isEmpty { return .directory }
    if ObjectAddress(scheme: "s3", bucket: "b", key: key).hasUnsafeKey { return .unusable }
    if catalogs.contains(key) { return .catalog }
    let name =
      key.utf8.lastIndex(of: UInt8(ascii: "/")).map { key[key.index(after: $0)...] } ?? key[...]
    if name.hasPrefix(".") || Self.temporarySuffixes.contains(where: name.hasSuffix) {
      return .temporary
    }
    if indexes.contains(where: { key.utf8.starts(with: $0.utf8) }) {
      if IndexFileName(String(name)) != nil { return .index }
      if name.hasSuffix(".json") || name.hasSuffix(".info") { return .catalog }
    }
    if size == 0 { return .empty }
    if ignored.contains(where: { $0.matches(key) }) { return .ignored }
    return nil
  }
}
