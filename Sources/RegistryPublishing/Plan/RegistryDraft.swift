/// A registry that is ready to be put in place, and what that would change.
public struct RegistryDraft: Sendable {
  /// One object that is to be written.
  package struct Object: Sendable {
    /// The key below the endpoint.
    package var key: String
    /// The new content; nil for an object that is to go.
    package var content: StagedContent?
    /// The state that it has now; nil if it is not there.
    package var etag: String?

    package init(key: String, content: StagedContent?, etag: String? = nil) {
      self.key = key
      self.content = content
      self.etag = etag
    }
  }

  /// What would change.
  public package(set) var plan: RegistryPlan
  /// What became of the objects of the sources.
  package var counts = FileCounts()
  /// The objects that are written, index files first, the catalog last.
  package var objects: [Object] = []
  /// The index files that stay as they are, by their keys below the endpoint.
  package var kept: Set<String> = []
  /// What stands at the destination.
  package let present: PresentRegistry

  package init(_ plan: RegistryPlan, over present: PresentRegistry) {
    self.plan = plan
    self.present = present
  }
}
