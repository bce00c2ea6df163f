internal import Locks
internal import ObjectStorage

/// A storage of which one object is read, which must be as it was when the plan was made.
final class WatchedStorage: Storage {
  private let base: any Storage
  private let isDirectory: Bool
  private let etag: String?
  private let state = Lock<State>(.unread)

  /// What became of the object.
  private enum State: Sendable {
    case unread
    case open(key: String)
    case read(mark: String)
    case changed(String)
  }

  /// Watches an object.
  ///
  /// - Parameters:
  ///   - tree: The tree that has it.
  ///   - etag: The ETag, or the mark in a directory; nil if nobody knows.
  init(_ tree: ObjectTree, etag: String?) {
    base = tree.storage
    isDirectory = tree.kind == .copy
    self.etag = etag
  }

  var address: String { base.address }
  var location: String { base.location }

  func head(_ key: String) async throws(StoreError) -> ObjectInfo { try await base.head(key) }

  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    try await base.list(query)
  }

  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader {
    guard let etag else { return try await base.read(key, part) }
    do throws(StoreError) {
      guard isDirectory else {
        return try await base.read(key, ObjectPart(matching: etag))
      }
      let reader = try await base.read(key, part)
      state.withLock { $0 = .open(key: key) }
      return MarkedReader(reader) { [self] mark in state.withLock { $0 = .read(mark: mark) } }
    } catch {
      if isDirectory || [.preconditionFailed, .notFound].contains(error.code) {
        state.withLock { $0 = .changed("the state \(etag) can't be read: \(error.detail)") }
      }
      throw error
    }
  }

  /// How the object differs from the one of the plan; nil if it does not, or if nobody knows.
  func change() async -> String? {
    switch state.withLock({ $0 }) {
    case .unread: return nil
    case .changed(let detail): return detail
    case .read(let mark): return difference(to: mark)
    case .open(let key):
      // The rest was of no interest.
      do throws(StoreError) {
        return difference(to: try await MarkedReader(try await base.read(key, .whole)).finish())
      } catch {
        return "it can't be read to its end: \(error.detail)"
      }
    }
  }

  private func difference(to mark: String) -> String? {
    mark == etag ? nil : "\(etag ?? "") is now \(mark)"
  }

  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    throw StoreError(.unsupported, address: address + key, detail: "a shard writes nothing")
  }

  func delete(_ key: String) async throws(StoreError) {
    throw StoreError(.unsupported, address: address + key, detail: "a shard deletes nothing")
  }
}
