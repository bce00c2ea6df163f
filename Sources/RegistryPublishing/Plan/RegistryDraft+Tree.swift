internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension RegistryDraft {
  /// The future registry: staged objects on top of those at the destination.
  ///
  /// It holds the index files of the mission's datasets, and a catalog of only these datasets.
  ///
  /// - Returns: The tree.
  /// - Throws: ``StoreError`` if the new catalog can't be read.
  func tree() throws(StoreError) -> ObjectTree {
    var staged: ExactDictionary<LocalObject> = [:]
    for object in objects { staged[object.key] = object.content?.object }
    if let text = try catalogOfPlan() { staged[PresentRegistry.catalogName] = LocalObject(text) }
    let place = present.place
    let base =
      place.storage.isLocal
      ? ObjectTree(copy: place.storage.address + place.key)
      : ObjectTree(present.observed, prefix: place.key)
    let keys = ExactSet(staged.keys + Array(kept))
    let listing = ObjectListing(
      objects: keys.map { .init(key: $0, size: staged[$0]?.size ?? 1) })
    return ObjectTree(
      MemoryStorage(staged, name: plan.destination, over: base), kind: .memory
    ) { listing }
  }

  /// The new catalog with only the entries of the plan.
  private func catalogOfPlan() throws(StoreError) -> [UInt8]? {
    var document = present.catalog
    if let last = objects.last(where: { $0.key == PresentRegistry.catalogName }),
      let bytes = try last.content?.allBytes()
    {
      do throws(SyntaxFault) {
        document = try JSONParser.parse(bytes)
      } catch {
        throw StoreError(.malformed, address: last.key, detail: error.message)
      }
    }
    guard let root = document?.root else { return nil }
    let ids = ExactSet(plan.datasets.map(\.id))
    let members = root.members.map { member -> (key: String, value: JSONValue) in
      guard member.key.text == "catalog" else { return (member.key.text, .node(member.value)) }
      let entries = member.value.elements.filter { ids.contains($0["id"]?.text ?? "") }
      return ("catalog", .array(entries.map { .node($0) }))
    }
    return JSONWriter.write(.object(members))
  }
}
