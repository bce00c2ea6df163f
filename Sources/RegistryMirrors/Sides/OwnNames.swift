internal import Formats
internal import SharedCloudRegistry

/// Recognizes the documents and index files of a registry among the keys of its bucket.
struct OwnNames: Sendable {
  /// The ids of the datasets; nil if no catalog could be read.
  var ids: Set<String>?
  /// Keys below the root that the registry's pages are stored under.
  var pages: Set<String> = []
  /// The keys below the mirror's root that rows name although their names are no data's; they are
  /// data all the same.
  var named: Set<[UInt8]> = []

  private static let documents: Set<String> = [
    "catalog.json", "HelioDataRegistry.json", "mirror.json", "site.json", "badge.json", "badge.svg",
  ]

  /// Why a key is no data; nil if it may be data.
  func kind(of key: Span<UInt8>) -> ExcludedNames.Kind? {
    // Most keys end like data; the last letters decide quickly.
    guard let last = key.count > 0 ? key[key.count - 1] : nil, Self.isLastLetter[Int(last)]
    else { return nil }
    let text = key.text
    if pages.contains(text) { return .own }
    let name = text.split(separator: "/").last.map(String.init) ?? text
    if Self.documents.contains(name) { return .own }
    if let file = IndexFileName(name) {
      guard let ids else { return .own }
      return ids.contains(file.id) ? .own : nil
    }
    guard let ids else { return nil }
    for ending in [".json", ".info"] where name.hasSuffix(ending) {
      if ids.contains(String(name.dropLast(ending.count))) { return .own }
    }
    return nil
  }

  /// The last letters of `.csv`, `.zip`, `.gz`, `.parquet`, `.json`, `.info`, `.html` and others.
  private static let isLastLetter = (0..<256).map { "vpztnolsgxm".utf8.contains(UInt8($0)) }
}
