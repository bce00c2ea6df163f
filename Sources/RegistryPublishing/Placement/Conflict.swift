internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// A change by somebody else at a destination since a draft was made.
struct Conflict {
  private let draft: RegistryDraft
  private let error: StoreError

  private static let nameLimit = 10
  private static let largestCatalog = 256 << 20

  /// Creates a conflict.
  ///
  /// - Parameters:
  ///   - draft: The draft that could not be put in place.
  ///   - error: The reason.
  init(_ draft: RegistryDraft, error: StoreError) {
    self.draft = draft
    self.error = error
  }

  private var place: StoragePlace { draft.present.place }

  /// Describes the change, as far as it can be detected.
  ///
  /// - Returns: The error with all that is known, in one line.
  func described() async -> PublishingError {
    var parts = [error.detail]
    if let object = await changedObject() { parts.append(object) }
    if let entries = await changedEntries() { parts.append(entries) }
    return PublishingError(.conflict, address: error.address, detail: parts.joined(separator: "; "))
  }

  /// The present state of the object.
  private func changedObject() async -> String? {
    let object = draft.objects.first { place.address + $0.key == error.address }
    guard let object else { return nil }
    let before =
      object.etag.map { "was \($0) when it was read" } ?? "did not exist when it was read"
    do throws(StoreError) {
      let info = try await place.storage.head(place.key + object.key)
      if let etag = info.etag, etag == object.etag {
        return "its ETag is still \(etag): another write is going on, or the server refuses a "
          + "condition that holds"
      }
      let etag = info.etag.map { "its ETag is \($0) now and " } ?? "it "
      return etag + before + (info.lastModified.map { ", last modified \($0)" } ?? "")
    } catch {
      return error.code == .notFound ? "it is gone and \(before)" : nil
    }
  }

  /// The entries of the catalog that differ from those in the draft's source.
  private func changedEntries() async -> String? {
    let document = draft.document
    guard let before = draft.present.catalog ?? (try? JSONParser.parse(Array("{}".utf8))),
      let bytes = try? await place.storage.read(place.key + document.fileName, .whole)
        .all(limit: Self.largestCatalog),
      let now = try? JSONParser.parse(bytes)
    else { return nil }
    let difference = CatalogDifference(from: before, to: now, document: document)
    guard !difference.changes.isEmpty else { return "\(document.fileName) is unchanged" }
    return Self.text(of: difference, document: document)
  }

  private static func text(
    of difference: CatalogDifference, document: EditedDocument
  ) -> String? {
    let byEntry = Dictionary(grouping: difference.changes) { $0.dataset }
    let names = byEntry.keys.compactMap(\.self).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    var words = names.prefix(nameLimit).map { "\($0) (\(text(of: byEntry[$0] ?? [])))" }
    if names.count > nameLimit { words.append("\(names.count - nameLimit) more") }
    var parts: [String] = []
    if !words.isEmpty {
      parts.append(
        "\(document.noun)s that differ from those read: \(words.joined(separator: ", "))")
    }
    if let own = byEntry[nil] {
      parts.append("fields of \(document.fileName) that differ: \(text(of: own))")
    }
    return parts.joined(separator: "; ")
  }

  private static func text(of changes: [CatalogDifference.Change]) -> String {
    if let whole = changes.first(where: { $0.field == nil }) {
      return whole.before == nil ? "new" : "gone"
    }
    return changes.compactMap(\.field).joined(separator: ", ")
  }
}

extension RegistryDraft {
  /// The document whose entries are changed.
  fileprivate var document: EditedDocument {
    objects.contains { $0.key == EditedDocument.registry.fileName } ? .registry : .catalog
  }
}
