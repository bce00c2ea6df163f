internal import Files
internal import Glibc

/// A directory tree as a store: keys are the paths below its root.
package struct DirectoryStore: ObjectStore {
  private let root: String
  /// The directory that no link may lead out of; nil to follow all.
  private let boundary: TreeBoundary?
  /// The file that the user named, wherever it is.
  private let named: String?

  /// Creates a store over a directory; an empty path is the working directory.
  ///
  /// All links are followed.
  package init(root: String) {
    self.root = root.isEmpty || root.hasSuffix("/") ? root : root + "/"
    boundary = nil
    named = nil
  }

  /// Creates a store over a copy of a bucket, whose links must not lead out of it.
  ///
  /// - Parameters:
  ///   - copy: The directory.
  ///   - named: The key of a file that the user named, which may be anything.
  package init(copy: String, named: String? = nil) {
    root = copy.isEmpty || copy.hasSuffix("/") ? copy : copy + "/"
    boundary = TreeBoundary(copy)
    self.named = named
  }

  package func displayName(of key: String) -> String { root == "./" ? key : root + key }

  package func open(_ key: String) throws(StoreError) -> any ObjectSource {
    try FileSource(
      path: root + key, name: displayName(of: key), within: key == named ? nil : boundary)
  }

  package func list() throws(StoreError) -> ObjectListing {
    var walk = DirectoryWalk(links: boundary == nil ? .follow : .inside)
    guard walk.visitAll(from: root.isEmpty ? "." : root) else {
      throw walk.failures.first
        ?? StoreError(.notFound, address: root, detail: "no such directory")
    }
    return ObjectListing(objects: walk.objects, gaps: walk.gaps)
  }
}
