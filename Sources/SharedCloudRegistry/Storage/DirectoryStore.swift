internal import Glibc

/// A directory tree as a store: keys are the paths below its root.
package struct DirectoryStore: ObjectStore {
  private let root: String

  /// Creates a store over a directory; an empty path is the working directory.
  package init(root: String) {
    self.root = root.isEmpty || root.hasSuffix("/") ? root : root + "/"
  }

  package func displayName(of key: String) -> String { root == "./" ? key : root + key }

  package func open(_ key: String) throws(StoreError) -> any ObjectSource {
    try FileSource(path: root + key, name: displayName(of: key))
  }

  package func list() throws(StoreError) -> ObjectListing {
    var walk = DirectoryWalk()
    guard walk.visit(path: root.isEmpty ? "." : root, key: "") else {
      throw walk.failures.first
        ?? StoreError(.notFound, address: root, detail: "no such directory")
    }
    return ObjectListing(
      objects: walk.objects.sorted {
        Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8))
      },
      failures: walk.failures)
  }
}

/// Walks through directories; links to directories are followed once.
private struct DirectoryWalk {
  var objects: [ObjectListing.Object] = []
  var failures: [StoreError] = []
  /// The directories seen, so that a link can't lead in circles.
  private var seen: Set<FileIdentity> = []

  private struct FileIdentity: Hashable {
    var device: UInt
    var inode: UInt
  }

  /// Lists a directory and all below it; false if it could not be opened.
  mutating func visit(path: String, key: String) -> Bool {
    guard let directory = unsafe opendir(path) else {
      failures.append(StoreError(errno: errno, address: path))
      return false
    }
    defer { unsafe closedir(directory) }
    var names: [[UInt8]] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe Array($0.prefix { $0 != 0 })
      }
      if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
    }
    for name in names { visit(name: name, in: path, key: key) }
    return true
  }

  private mutating func visit(name: [UInt8], in path: String, key: String) {
    guard let name = String(validating: name, as: UTF8.self) else {
      let shown = String(decoding: name, as: UTF8.self)
      failures.append(
        StoreError(.notAnObject, address: path + shown, detail: "the name is not UTF-8"))
      return
    }
    let path = path.hasSuffix("/") ? path + name : path + "/" + name
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      failures.append(StoreError(errno: errno, address: path))
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: objects.append(.init(key: key + name, size: Int(status.st_size)))
    case S_IFDIR:
      let identity = FileIdentity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
      guard seen.insert(identity).inserted, seen.count < 1_000_000 else { return }
      _ = visit(path: path, key: key + name + "/")
    default: break
    }
  }
}

extension StoreError {
  /// Makes an error of what the system reported.
  init(errno code: Int32, address: String) {
    let detail = unsafe String(cString: strerror(code))
    switch code {
    case ENOENT, ENOTDIR: self.init(.notFound, address: address, detail: detail)
    case EACCES, EPERM: self.init(.accessDenied, address: address, detail: detail)
    case EISDIR: self.init(.notAnObject, address: address, detail: detail)
    default: self.init(.unavailable, address: address, detail: detail)
    }
  }
}
