internal import Formats
internal import Listings
internal import Patterns
internal import RegistryValidation
internal import SharedCloudRegistry

/// Why an object of a listing is not a file for an index, whatever the mission says.
public enum LeftOut: String, Sendable, Hashable, CaseIterable {
  /// It is a directory placeholder.
  case directory
  /// It has no bytes.
  case empty
  /// It is an index file of the registry.
  case index
  /// It is the catalog, describes the columns of an index, or is a page about the registry.
  case catalog
  /// Its name, or that of a directory, is that of an unfinished or hidden file, or it belongs to an
  /// interrupted publication.
  case temporary
  /// The mission ignores it.
  case ignored
  /// It is an old version, or is deleted.
  case past
  /// An index can't contain its key: it has control characters, or leads out of the bucket.
  case unusable
  /// It is outside the base of the mission.
  case outside
}

/// Tells which objects to skip.
struct LeftOutTest: Sendable {
  private let ignored: [GlobPattern]
  /// The directories of index files, below the base.
  private let indexes: [[UInt8]]
  private let catalogs: [[UInt8]]
  /// The pages of the registry, its badge and the statement of a mirror.
  private let own: Set<[UInt8]>
  /// The last bytes of their keys.
  private let lastBytes: Set<UInt8>

  private static let temporarySuffixes = [
    ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~",
  ].map { Array($0.utf8) }
  private static let temporaryEnds = temporarySuffixes.compactMap(\.last)

  /// Creates a test.
  ///
  /// - Parameters:
  ///   - mission: The mission, whose own files are skipped.
  ///   - pages: The keys of the pages of the registry, below the endpoint.
  init(_ mission: Mission, pages: Set<String> = []) {
    ignored = mission.ignored
    let base = Array(mission.base.utf8)
    func below(_ address: String) -> [UInt8]? {
      let bytes = Array(address.utf8)
      return bytes.starts(with: base) ? Array(bytes.dropFirst(base.count)) : nil
    }
    // If an index names captures, only the part before the first counts.
    indexes = mission.datasets.compactMap { below(String($0.index.text.prefix { $0 != "{" })) }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    let root = below(mission.endpoint) ?? []
    catalogs = ["catalog.json", "HelioDataRegistry.json"].map { root + Array($0.utf8) }
    own = Set((SiteManifest.rootFiles + pages).map { root + Array($0.utf8) })
    lastBytes = Set(own.compactMap(\.last))
  }

  /// The properties of all objects in a directory.
  struct Directory: Sendable {
    /// The directory, with its final slash; empty for the root.
    var name: [UInt8] = []
    /// Whether an index can contain keys in it, which must not lead out of their bucket.
    var isUsable = true
    /// Whether it is a directory of index files.
    var isOfIndex = false
    /// Whether it is in a hidden directory, such as that of an interrupted publication, of deleted
    /// files or of snapshots.
    var isHidden = false
  }

  /// Examines a directory.
  ///
  /// - Parameter name: The directory, with its final slash; empty for the root.
  /// - Returns: Its properties.
  func directory(_ name: Span<UInt8>) -> Directory {
    var isOfIndex = false
    for index in indexes.indices where name.begins(with: indexes[index]) { isOfIndex = true }
    return Directory(
      name: name.bytes(0..<name.count), isUsable: Self.isUsable(directory: name),
      isOfIndex: isOfIndex, isHidden: Self.isHidden(directory: name))
  }

  /// Tells why to skip an object; nil to keep it.
  ///
  /// - Parameters:
  ///   - key: Its key below the base.
  ///   - name: Its name.
  ///   - directory: Its directory.
  ///   - size: Its size, if known.
  /// - Returns: The cause.
  func cause(
    _ key: Span<UInt8>, name: Span<UInt8>, directory: Directory, size: Int?
  ) -> LeftOut? {
    guard !name.isEmpty else { return .directory }
    guard directory.isUsable, !Self.hasControls(name), !Self.isDots(name) else { return .unusable }
    if directory.isHidden || name[0] == UInt8(ascii: ".") || Self.isTemporary(name) {
      return .temporary
    }
    if name[name.count - 1] == UInt8(ascii: "n"), catalogs.contains(key.bytes(0..<key.count)) {
      return .catalog
    }
    if lastBytes.contains(name[name.count - 1]), own.contains(key.bytes(0..<key.count)) {
      return .catalog
    }
    if directory.isOfIndex, let cause = Self.causeInIndex(name) { return cause }
    if size == 0 { return .empty }
    guard !ignored.isEmpty else { return nil }
    let text = String(decoding: key.bytes(0..<key.count), as: UTF8.self)
    return ignored.contains { $0.matches(text) } ? .ignored : nil
  }

  /// Tells why to skip an object; nil to keep it.
  ///
  /// - Parameters:
  ///   - key: Its key below the base.
  ///   - size: Its size, if known.
  /// - Returns: The cause.
  func cause(_ key: Span<UInt8>, size: Int?) -> LeftOut? {
    let start = key.nameStart
    return cause(
      key, name: key.extracting(start...), directory: directory(key.extracting(..<start)),
      size: size)
  }

  private static func isUsable(directory: Span<UInt8>) -> Bool {
    guard !hasControls(directory) else { return false }
    var start = 0
    while start < directory.count {
      let slash = directory.firstIndex(of: UInt8(ascii: "/"), from: start)
      if slash == 0 || isDots(directory.extracting(start..<slash)) { return false }
      start = slash + 1
    }
    return true
  }

  private static func isHidden(directory: Span<UInt8>) -> Bool {
    var isStart = true
    for index in directory.indices {
      if isStart, directory[index] == UInt8(ascii: ".") { return true }
      isStart = directory[index] == UInt8(ascii: "/")
    }
    return false
  }

  private static func hasControls(_ key: Span<UInt8>) -> Bool {
    var index = 0
    while index + 8 <= key.count {
      let word = ByteWord(key, at: index)
      if word.bytes(lessThan: 0x20) | word.bytes(equalTo: 0x7F) != 0 { return true }
      index += 8
    }
    while index < key.count {
      if key[index] < 0x20 || key[index] == 0x7F { return true }
      index += 1
    }
    return false
  }

  private static func isDots(_ segment: Span<UInt8>) -> Bool {
    guard segment.count < 3, !segment.isEmpty else { return false }
    for index in segment.indices where segment[index] != UInt8(ascii: ".") { return false }
    return true
  }

  private static func isTemporary(_ name: Span<UInt8>) -> Bool {
    // Few names end with the last letter of a suffix.
    guard temporaryEnds.contains(name[name.count - 1]) else { return false }
    return temporarySuffixes.contains { suffix in
      name.count >= suffix.count
        && name.extracting((name.count - suffix.count)...).begins(with: suffix)
    }
  }

  /// Why to skip a file in a directory of index files; nil if it may be data.
  private static func causeInIndex(_ name: Span<UInt8>) -> LeftOut? {
    let name = String(decoding: name.bytes(0..<name.count), as: UTF8.self)
    if IndexFileName(name) != nil { return .index }
    return name.hasSuffix(".json") || name.hasSuffix(".info") ? .catalog : nil
  }
}
