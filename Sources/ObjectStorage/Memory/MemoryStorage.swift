package import Formats

/// Objects in memory or in temporary files, over a tree that has the others.
///
/// It is read-only.
package struct MemoryStorage: Storage {
  /// The text before the keys in messages; may be empty.
  package let address: String
  private let objects: ExactDictionary<LocalObject>
  private let base: ObjectTree?
  private let willRead: @Sendable (String) -> Void

  /// Creates a storage.
  ///
  /// - Parameters:
  ///   - objects: The objects by their keys.
  ///   - name: The text before the keys in messages; may be empty.
  ///   - base: Has the other objects; nil if there are no others.
  ///   - willRead: Called with the key of each object that is read from the base.
  package init(
    _ objects: ExactDictionary<LocalObject>, name: String = "",
    over base: ObjectTree? = nil, willRead: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.objects = objects
    self.base = base
    self.willRead = willRead
    address = name
  }

  /// Lists the objects, without those of the base.
  package func listAll() -> ObjectListing {
    ObjectListing(
      objects: objects.map { .init(key: $0.key, size: $0.value.size) }
        .sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) })
  }

  package func localObject(_ key: String) async throws(StoreError) -> LocalObject? {
    if let object = objects[key] { return object }
    guard let base else { throw absent(key) }
    return try await base.storage.localObject(base.prefix + key)
  }

  package func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    if let object = objects[key] { return object.info }
    guard let base else { throw absent(key) }
    return try await base.storage.head(base.prefix + key)
  }

  package func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader
  {
    if let object = objects[key] { return LocalReader(object, range: part.range) }
    guard let base else { throw absent(key) }
    willRead(key)
    return part == .whole
      ? try await base.open(key) : try await base.storage.read(base.prefix + key, part)
  }

  package func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    var page = ListingPage()
    for object in listAll().objects where object.key.utf8.starts(with: query.prefix.utf8) {
      if let prefix = query.commonPrefix(of: object.key) {
        if page.prefixes.last != prefix { page.prefixes.append(prefix) }
      } else {
        page.objects.append(.init(key: object.key, info: ObjectInfo(size: object.size)))
      }
    }
    return page
  }

  package func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    throw StoreError(.unsupported, address: address + key, detail: "memory is read-only")
  }

  package func delete(_ key: String) async throws(StoreError) {
    throw StoreError(.unsupported, address: address + key, detail: "memory is read-only")
  }

  private func absent(_ key: String) -> StoreError {
    StoreError(.notFound, address: address + key, detail: "no such object")
  }
}
