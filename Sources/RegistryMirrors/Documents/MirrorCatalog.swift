internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// A catalog as one side publishes it.
struct MirrorCatalog: Sendable {
  /// One dataset of a catalog.
  struct Entry: Sendable {
    /// The id.
    let id: String
    /// The address of the directory of index files, with its final slash; nil if absent.
    let index: String?
    /// The entry with its fields.
    let entry: CatalogEntry
    /// Its position in the list of the catalog, counted from 0.
    let position: Int
  }

  /// The key of the catalog below the root of the side.
  static let key = "catalog.json"

  /// The document.
  let root: Node
  /// The bytes of the document.
  let bytes: [UInt8]
  /// The datasets with an id, in the order of the catalog.
  let entries: [Entry]
  /// The ids that several entries have, each once.
  let doubled: [String]
  private let numbers: [String: Int]

  /// Reads a catalog.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - name: Its address or path, for messages.
  /// - Throws: ``MirrorError`` if it is not a catalog.
  init(_ bytes: [UInt8], named name: String) throws(MirrorError) {
    let document: Document
    do throws(SyntaxFault) {
      document = try JSONParser.parse(bytes)
    } catch {
      throw MirrorError(.undetermined, saying: "\(name): it is not JSON: \(error.message)")
    }
    root = document.root
    self.bytes = bytes
    guard let list = root["catalog"] ?? (root.kind == .array ? root : nil), list.kind == .array
    else { throw MirrorError(.undetermined, saying: "\(name): it has no list named catalog") }
    var entries: [Entry] = []
    var numbers: [String: Int] = [:]
    var doubled: [String] = []
    for (position, node) in list.elements.enumerated() {
      let entry = CatalogEntry(node)
      guard let id = entry.id else { continue }
      guard numbers[id] == nil else {
        if !doubled.contains(id) { doubled.append(id) }
        continue
      }
      numbers[id] = entries.count
      let index = entry.index.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
      entries.append(Entry(id: id, index: index, entry: entry, position: position))
    }
    self.entries = entries
    self.numbers = numbers
    self.doubled = doubled
  }

  /// The dataset of an id; nil if absent.
  subscript(id: String) -> Entry? { numbers[id].map { entries[$0] } }

  /// Where a member of a dataset's entry or of the catalog is.
  ///
  /// - Parameters:
  ///   - id: The id of the dataset; nil for the catalog itself.
  ///   - names: The names that the member may have; without any of them, the entry is the place.
  /// - Returns: The pointer and the offset in bytes; nil if the dataset is absent.
  func place(ofDataset id: String?, _ names: [String]) -> (pointer: String, offset: Int)? {
    var (node, pointer) = (root, "")
    if let id {
      guard let entry = self[id] else { return nil }
      node = entry.entry.node
      pointer = (root.kind == .array ? "/" : "/catalog/") + String(entry.position)
    }
    guard let name = names.first(where: { node[$0] != nil }), let member = node.member(name) else {
      return (pointer, node.sourceRange.lowerBound)
    }
    let token = name.reduce(into: "") { $0 += $1 == "~" ? "~0" : $1 == "/" ? "~1" : String($1) }
    return (pointer + "/" + token, member.key.sourceRange.lowerBound)
  }

  /// The endpoint with its final slash; nil if the catalog has none.
  var endpoint: String? {
    guard let text = self[field: "endpoint"], ObjectAddress(text) != nil else { return nil }
    return text.hasSuffix("/") ? text : text + "/"
  }

  /// The string of a field of the catalog; nil if it is not a string.
  subscript(field name: String) -> String? { root[name]?.string }
}

extension MirrorSide {
  /// The largest catalog that is read, in bytes.
  private static let documentLimit = 1 << 30

  /// Reads the catalog.
  ///
  /// - Returns: The catalog; nil if the side has none, or can have none.
  /// - Throws: ``MirrorError`` if it can't be told.
  func catalog() async throws(MirrorError) -> MirrorCatalog? {
    do throws(StoreError) {
      return try await readCatalog()
    } catch {
      throw MirrorError(.undetermined, saying: "\(error)")
    }
  }

  /// Reads the catalog, with the errors of its storage.
  func readCatalog() async throws(StoreError) -> MirrorCatalog? {
    guard let bytes = try await bytes(of: MirrorCatalog.key) else { return nil }
    return try .init(bytes, naming: name(of: MirrorCatalog.key))
  }

  /// Reads a document; nil if it does not exist, or the side is a listing.
  func bytes(of key: String) async throws(StoreError) -> [UInt8]? {
    guard let (storage, _) = storage else { return nil }
    do throws(StoreError) {
      let reader = try await storage.read(storageKey(key), .whole)
      var bytes: [UInt8] = []
      while let more = try await reader.next() {
        bytes += more
        guard bytes.count <= Self.documentLimit else {
          throw StoreError(
            .tooLarge, address: name(of: key), detail: "more than \(Self.documentLimit) bytes")
        }
      }
      return bytes
    } catch  where error.code == .notFound {
      return nil
    } catch {
      throw error
    }
  }
}

extension MirrorCatalog {
  /// Reads a catalog; its faults become those of a store, so that one kind is handled.
  fileprivate init(_ bytes: [UInt8], naming name: String) throws(StoreError) {
    do throws(MirrorError) {
      try self.init(bytes, named: name)
    } catch {
      throw StoreError(.malformed, address: name, detail: error.description)
    }
  }
}
