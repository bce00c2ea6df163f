internal import ObjectStorage

/// A storage that answers as it did while a plan was made.
///
/// What the plan does not have, the content of index files, is read again from the storage itself,
/// if it is within reach.
struct RecordedStorage: Storage {
  let address: String
  /// What it answered.
  let answers: StoreAnswers
  /// Reads an object again.
  let reread: @Sendable (String) async throws(StoreError) -> any ObjectReader

  /// A tree that answers as it did.
  func tree(prefix: String, kind: ObjectTree.Kind) -> ObjectTree {
    guard kind == .copy else { return ObjectTree(self, prefix: prefix, kind: kind) }
    let (address, answers) = (address, answers)
    return ObjectTree(self, prefix: prefix, kind: kind) { () throws(StoreError) in
      switch answers.answer(to: .list(address)) {
      case .listing(let listing): return listing
      case .failure(let error): throw error
      default: throw .notInPlan(address)
      }
    }
  }

  func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    switch answers.answer(to: .head(address, at: key)) {
    case .info(let info): return info
    case .failure(let error): throw error
    default: throw .notInPlan(address + key)
    }
  }

  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader {
    switch answers.answer(to: .read(address, at: key)) {
    case .bytes(let bytes): return LocalReader(LocalObject(bytes))
    case .failure(let error): throw error
    default: return try await reread(key)
    }
  }

  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    switch answers.answer(to: .page(address, for: query)) {
    case .page(let page): return page
    case .failure(let error): throw error
    default: throw .notInPlan(address + query.prefix)
    }
  }

  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    throw StoreError(.unsupported, address: address + key, detail: "a merge writes nothing")
  }

  func delete(_ key: String) async throws(StoreError) {
    throw StoreError(.unsupported, address: address + key, detail: "a merge deletes nothing")
  }
}

extension StoreError {
  /// What a plan should have, but has not.
  fileprivate static func notInPlan(_ address: String) -> StoreError {
    StoreError(.malformed, address: address, detail: "the plan does not say what is there")
  }
}
