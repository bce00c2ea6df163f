internal import Formats
internal import ObjectStorage

/// A storage whose answers are kept for a plan.
struct RecordingStorage: Storage {
  /// The storage.
  let base: any Storage
  /// What it answered.
  let answers: StoreAnswers

  var address: String { base.address }
  var location: String { base.location }

  /// A tree whose answers are kept.
  static func tree(_ tree: ObjectTree, answers: StoreAnswers) -> ObjectTree {
    let storage = RecordingStorage(base: tree.storage, answers: answers)
    guard tree.kind == .copy else {
      return ObjectTree(storage, prefix: tree.prefix, kind: tree.kind)
    }
    // A directory is listed at once.
    return ObjectTree(storage, prefix: tree.prefix, kind: .copy) {
      () async throws(StoreError) in
      let question = StoreAnswers.Question.list(storage.address)
      do throws(StoreError) {
        let listing = try await tree.list()
        answers.keep(.listing(listing), to: question)
        return listing
      } catch {
        answers.keep(.failure(error), to: question)
        throw error
      }
    }
  }

  func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    let question = StoreAnswers.Question.head(address, at: key)
    do throws(StoreError) {
      let info = try await base.head(key)
      answers.keep(.info(info), to: question)
      return info
    } catch {
      answers.keep(.failure(error), to: question)
      throw error
    }
  }

  /// Only documents are read while a plan is made.
  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader {
    let question = StoreAnswers.Question.read(address, at: key)
    do throws(StoreError) {
      let reader = try await base.read(key, part)
      var bytes: [UInt8] = []
      try await reader.forEachPiece { (piece) throws(StoreError) in
        bytes += piece.bytes(0..<piece.count)
        guard bytes.count <= DocumentLimit.bytes else {
          throw StoreError(
            .tooLarge, address: address + key, detail: "more than \(DocumentLimit.bytes) bytes")
        }
      }
      answers.keep(.bytes(bytes), to: question)
      return LocalReader(LocalObject(bytes))
    } catch {
      answers.keep(.failure(error), to: question)
      throw error
    }
  }

  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    let question = StoreAnswers.Question.page(address, for: query)
    do throws(StoreError) {
      let page = try await base.list(query)
      answers.keep(.page(page), to: question)
      return page
    } catch {
      answers.keep(.failure(error), to: question)
      throw error
    }
  }

  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    throw StoreError(.unsupported, address: address + key, detail: "a plan writes nothing")
  }

  func delete(_ key: String) async throws(StoreError) {
    throw StoreError(.unsupported, address: address + key, detail: "a plan deletes nothing")
  }
}

/// The largest document.
enum DocumentLimit {
  /// Its size in bytes.
  static let bytes = 256 << 20
}
