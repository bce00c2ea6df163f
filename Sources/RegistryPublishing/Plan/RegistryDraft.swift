package import Formats

/// A registry that is ready to be put in place, and what that would change.
public struct RegistryDraft: Sendable {
  /// One object to write or delete.
  package struct Object: Sendable {
    /// The key below the endpoint.
    package var key: String
    /// The new content; nil for an object to delete.
    package var content: StagedContent?
    /// Its present ETag; nil if it does not exist.
    package var etag: String?

    package init(key: String, content: StagedContent?, etag: String? = nil) {
      self.key = key
      self.content = content
      self.etag = etag
    }
  }

  /// What would change.
  public package(set) var plan: RegistryPlan
  /// The counts of the sources' objects.
  package var counts = FileCounts()
  /// The objects that are written, index files first, the catalog last.
  package var objects: [Object] = []
  /// The index files that stay unchanged, by their keys below the endpoint.
  package var kept: ExactSet = []
  /// The registry at the destination.
  package let present: PresentRegistry

  package init(_ plan: RegistryPlan, over present: PresentRegistry) {
    self.plan = plan
    self.present = present
  }
}
