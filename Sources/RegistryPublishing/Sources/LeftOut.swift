internal import Formats
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
  private let indexes: [[UInt8]]
  private let catalogs: [[UInt8]]

  private static let temporarySuffixes = [
    ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~",
  ].map { Array($0.utf8) }

  /// Prepares.
  ///
  /// - Parameter mission: The mission, whose own files are left out.
  init(_ mission: Mission) {
    ignored = mission.ignored
    let base = Array(mission.base.utf8)
    func below(_ address: String) -> [UInt8]? {
      let bytes = Array(address.utf8)
      return bytes.starts(with: base) ? Array(bytes.dropFirst(base.count)) : nil
    }
    // Of an index that names captures, what stands before the first.
    indexes = mission.datasets.compactMap { below(String($0.index.text.prefix { $0 != "{" })) }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    let root = below(mission.endpoint) ?? []
    catalogs = ["catalog.json", "HelioDataRegistry.json"].map { root + Array($0.utf8) }
  }

  /// Tells why an object is left out; nil if it is not.
  ///
  /// - Parameters:
  ///   - key: Its key below the base.
  ///   - size: Its size, where that is known.
  /// - Returns: The cause.
  func cause(_ key: Span<UInt8>, size: Int?) -> LeftOut? {
    guard !key.isEmpty, key[key.count - 1] != UInt8(ascii: "/") else { return .directory }
    guard let nameStart = Self.nameStart(of: key) else { return .unusable }
    if key[nameStart] == UInt8(ascii: ".") || Self.isTemporary(key) { return .temporary }
    if key[key.count - 1] == UInt8(ascii: "n"), catalogs.contains(key.bytes(0..<key.count)) {
      return .catalog
    }
    if let cause = causeInIndex(key, nameStart) { return cause }
    if size == 0 { return .empty }
    guard !ignored.isEmpty else { return nil }
    let text = String(decoding: key.bytes(0..<key.count), as: UTF8.self)
    return ignored.contains { $0.matches(text) } ? .ignored : nil
  }

  /// Where the name begins in a key; nil if the key can't stand in an index, or could lead out of
  /// its bucket.
  private static func nameStart(of key: Span<UInt8>) -> Int? {
    guard !hasControls(key) else { return nil }
    var start = 0
    while true {
      let slash = key.firstIndex(of: UInt8(ascii: "/"), from: start)
      if slash == 0 || isDots(key, start..<slash) { return nil }
      if slash == key.count { return start }
      start = slash + 1
    }
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

  private static func isDots(_ key: Span<UInt8>, _ segment: Range<Int>) -> Bool {
    guard segment.count < 3, !segment.isEmpty else { return false }
    for index in segment where key[index] != UInt8(ascii: ".") { return false }
    return true
  }

  private static func isTemporary(_ key: Span<UInt8>) -> Bool {
    let last = key[key.count - 1]
    for index in temporarySuffixes.indices where temporarySuffixes[index].last == last {
      let suffix = temporarySuffixes[index]
      if key.count >= suffix.count,
        key.extracting((key.count - suffix.count)...).begins(with: suffix)
      {
        return true
      }
    }
    return false
  }

  /// Why a file is left out that lies where index files do; nil if it may be data.
  private func causeInIndex(_ key: Span<UInt8>, _ nameStart: Int) -> LeftOut? {
    var isInIndex = false
    for index in indexes.indices where key.begins(with: indexes[index]) { isInIndex = true }
    guard isInIndex else { return nil }
    let name = String(decoding: key.bytes(nameStart..<key.count), as: UTF8.self)
    if IndexFileName(name) != nil { return .index }
    return name.hasSuffix(".json") || name.hasSuffix(".info") ? .catalog : nil
  }
}
