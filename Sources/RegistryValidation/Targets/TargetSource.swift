internal import Files
internal import Formats
package import ObjectStorage
internal import SharedCloudRegistry

/// A target and its store.
package struct TargetSource: Sendable {
  /// The content of a target.
  package enum Content: Sendable {
    /// A copy of a bucket.
    case tree(ObjectTree)
    /// A JSON document.
    case document(ObjectTree, key: String, DocumentKind?)
    /// An index file, and the store of the files next to it.
    case index(ObjectTree, key: String)
  }
  /// The target as given.
  package var name: String
  /// The content.
  package var content: Content

  /// The kind, as it is in a report.
  var kind: String {
    switch content {
    case .tree: "catalog"
    case .document(_, _, let kind): kind?.rawValue ?? "document"
    case .index: "index"
    }
  }

  /// Makes a target of a store.
  package init(name: String, content: Content) {
    self.name = name
    self.content = content
  }

  /// Finds out what a path, an address or standard input is.
  ///
  /// - Parameters:
  ///   - target: A path, `-`, or an address if there are storages.
  ///   - kind: The kind; nil to detect it.
  ///   - storages: The storages for addresses; nil to accept only files.
  /// - Throws: ``TargetError`` if it does not exist or its kind can't be detected.
  package init(
    _ target: String, kind: String?, _ storages: StorageProvider? = nil
  ) throws(TargetError) {
    name = target
    if target == "-" {
      self = try Self.standardInput(kind: kind)
      return
    }
    // An address is never the path of a directory such as `s3:`.
    if let address = ObjectAddress(target) {
      guard let storages else {
        throw TargetError(
          target,
          "give a file or a directory, not an address with the scheme \(address.scheme)")
      }
      content = try Self.content(of: target, kind, storages)
      return
    }
    switch PathKind(target) {
    case .directory: content = .tree(ObjectTree(copy: target))
    case .file: content = try Self.content(ofFile: target, kind)
    case .absent where target.contains("://"):
      throw TargetError(
        target, "it is not a complete address; an address such as s3://bucket/ is expected")
    case .absent: throw TargetError(target, "there is no such file or directory")
    case .other(let detail): throw TargetError(target, detail)
    }
  }

  private static func content(ofFile path: String, _ kind: String?) throws(TargetError) -> Content {
    let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
    let name = String(path[slash...])
    let store = ObjectTree(
      copy: slash == path.startIndex ? "./" : String(path[..<slash]), named: name)
    return try content(of: name, in: store, kind, path)
  }

  /// An address without a key, or with a final slash, is a bucket or a copy of one.
  private static func content(
    of address: String, _ kind: String?, _ storages: StorageProvider
  ) throws(TargetError) -> Content {
    let place: StoragePlace
    do throws(StoreError) {
      place = try storages.place(of: address)
    } catch {
      throw TargetError(address, error.detail)
    }
    let slash = place.key.lastIndex(of: "/").map(place.key.index(after:)) ?? place.key.startIndex
    let store = ObjectTree(place.storage, prefix: String(place.key[..<slash]))
    let name = String(place.key[slash...])
    return name.isEmpty ? .tree(store) : try content(of: name, in: store, kind, address)
  }

  private static func content(
    of name: String, in store: ObjectTree, _ kind: String?, _ path: String
  ) throws(TargetError) -> Content {
    if kind == "index" { return .index(store, key: name) }
    if let kind { return .document(store, key: name, DocumentKind(rawValue: kind)) }
    let lower = name.lowercased()
    if lower.contains(".csv") || lower.hasSuffix(".parquet") { return .index(store, key: name) }
    guard lower.contains(".json") || lower.hasSuffix(".info") else {
      throw TargetError(
        path,
        "the name does not show what it is; pass --kind registry, catalog, dataset, info or "
          + "index")
    }
    return .document(
      store, key: name, lower.hasSuffix(".info") ? .info : DocumentKind(fileName: name))
  }

  private static func standardInput(kind: String?) throws(TargetError) -> TargetSource {
    let input: StandardInputStorage
    do throws(StoreError) {
      input = try StandardInputStorage()
    } catch {
      throw TargetError("-", error.detail)
    }
    let store = ObjectTree(input, kind: .standardInput)
    if kind == "index" { return TargetSource(name: "-", content: .index(store, key: "-")) }
    if let kind {
      return TargetSource(
        name: "-", content: .document(store, key: "-", DocumentKind(rawValue: kind)))
    }
    // The first byte distinguishes a JSON document from an index file.
    let isDocument = input.firstByte.map { [0x7B, 0x5B, 0xEF].contains($0) } ?? false
    return TargetSource(
      name: "-",
      content: isDocument ? .document(store, key: "-", nil) : .index(store, key: "-"))
  }
}

extension TargetSource {
  /// The store the target is read from.
  package var store: ObjectTree {
    switch content {
    case .tree(let store), .document(let store, _, _), .index(let store, _): store
    }
  }

  /// The same target, read from another store.
  package func reading(_ store: ObjectTree) -> TargetSource {
    switch content {
    case .tree: TargetSource(name: name, content: .tree(store))
    case .document(_, let key, let kind):
      TargetSource(name: name, content: .document(store, key: key, kind))
    case .index(_, let key): TargetSource(name: name, content: .index(store, key: key))
    }
  }

  /// The same target in a store that can be read more than once.
  ///
  /// - Throws: ``TargetError`` if standard input can't be kept in memory.
  package func rereadable() async throws(TargetError) -> TargetSource {
    guard store.kind == .standardInput else { return self }
    do throws(StoreError) {
      let bytes = try await store.read("-", limit: 1 << 30)
      return reading(
        ObjectTree(MemoryStorage(["-": LocalObject(bytes)]), kind: .standardInput))
    } catch {
      throw TargetError(name, error.detail)
    }
  }
}
