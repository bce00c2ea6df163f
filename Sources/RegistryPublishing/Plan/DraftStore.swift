internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// The future registry: staged objects on top of those at the destination.
///
/// It holds the index files of the mission's datasets, and a catalog of only these datasets.
struct DraftStore: ObjectStore {
  private let base: any ObjectStore
  private let staged: ExactDictionary<StagedContent>
  private let kept: ExactSet
  private let name: String
  /// Whether reads wait for a server.
  let isRemote: Bool

  /// - Throws: ``StoreError`` if the new catalog can't be read.
  init(_ draft: RegistryDraft) throws(StoreError) {
    let place = draft.present.place
    isRemote = !place.storage.isLocal
    base =
      isRemote
      ? StorageStore(draft.present.observed, prefix: place.key)
      : DirectoryStore(copy: place.storage.address + place.key)
    name = draft.plan.destination
    kept = draft.kept
    var staged: ExactDictionary<StagedContent> = [:]
    for object in draft.objects { staged[object.key] = object.content }
    let catalog = PresentRegistry.catalogName
    if let text = try Self.catalog(of: draft) { staged[catalog] = .bytes(text) }
    self.staged = staged
  }

  /// The new catalog with only the entries of the plan.
  private static func catalog(of draft: RegistryDraft) throws(StoreError) -> [UInt8]? {
    var document = draft.present.catalog
    if let last = draft.objects.last(where: { $0.key == PresentRegistry.catalogName }),
      let bytes = try last.content?.allBytes()
    {
      do throws(SyntaxFault) {
        document = try JSONParser.parse(bytes)
      } catch {
        throw StoreError(.malformed, address: last.key, detail: error.message)
      }
    }
    guard let root = document?.root else { return nil }
    let ids = ExactSet(draft.plan.datasets.map(\.id))
    let members = root.members.map { member -> (key: String, value: JSONValue) in
      guard member.key.text == "catalog" else { return (member.key.text, .node(member.value)) }
      let entries = member.value.elements.filter { ids.contains($0["id"]?.text ?? "") }
      return ("catalog", .array(entries.map { .node($0) }))
    }
    return JSONWriter.write(.object(members))
  }

  func list() throws(StoreError) -> ObjectListing {
    let keys = ExactSet(staged.keys + Array(kept))
    return ObjectListing(objects: keys.map { .init(key: $0, size: staged[$0]?.size ?? 1) })
  }

  func open(_ key: String) throws(StoreError) -> any ObjectSource {
    if let content = staged[key] { return StagedSource(content) }
    return try base.open(key)
  }

  func displayName(of key: String) -> String { name + key }
}
