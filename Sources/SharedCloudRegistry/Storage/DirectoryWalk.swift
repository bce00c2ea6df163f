internal import Glibc

/// Walks through directories, each of which is listed once.
///
/// A directory is listed under its own name; links are followed after that, in the order of their
/// keys, so that the same tree gives the same keys on every machine.
struct DirectoryWalk {
  private(set) var objects: [ObjectListing.Object] = []
  private(set) var failures: [StoreError] = []
  /// The directories seen, so that a link can't lead in circles.
  private var seen: Set<FileIdentity> = []
  /// Directories to be listed.
  ///
  /// Kept in a list, since trees may be deeper than the stack.
  private var directories: [Place] = []
  private var links: [Place] = []

  private static let mostDirectories = 1_000_000

  private struct FileIdentity: Hashable {
    var device: UInt
    var inode: UInt

    init(_ status: stat) {
      device = UInt(status.st_dev)
      inode = UInt(status.st_ino)
    }
  }

  private struct Place {
    /// The path, without a final slash.
    var path: String
    /// What the keys below begin with.
    var key: String
  }

  /// Lists a directory and all below it; false if it could not be opened.
  mutating func visitAll(from root: String) -> Bool {
    var path = root[...]
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard list(Place(path: String(path), key: "")) else { return false }
    while true {
      if let next = directories.popLast() {
        _ = list(next)
        continue
      }
      guard !links.isEmpty else { return true }
      // The last is taken first.
      directories = links.sorted { $1.key.utf8.lexicographicallyPrecedes($0.key.utf8) }
      links = []
    }
  }

  /// Lists a directory and nothing below it; nil if it could not be opened.
  ///
  /// - Parameters:
  ///   - path: The directory, with its final slash.
  ///   - key: What its keys begin with.
  /// - Returns: The keys of the directories in it, with their final slashes.
  mutating func visitOnly(_ path: String, key: String) -> [String]? {
    guard list(Place(path: path == "/" ? path : String(path.dropLast()), key: key)) else {
      return nil
    }
    return (directories + links).map(\.key)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Lists one directory, unless it has been; false if it can't be opened.
  private mutating func list(_ place: Place) -> Bool {
    var status = stat()
    guard unsafe stat(place.path, &status) == 0 else {
      failures.append(StoreError(errno: errno, address: place.path))
      return false
    }
    guard seen.insert(FileIdentity(status)).inserted else { return true }
    guard seen.count <= Self.mostDirectories else {
      failures.append(
        StoreError(
          .tooLarge, address: place.path, detail: "there are more than a million directories"))
      return true
    }
    guard let names = names(in: place) else { return false }
    for name in names { visit(name: name, in: place) }
    return true
  }

  /// Reads the names in a directory; nil if it can't be opened.
  private mutating func names(in place: Place) -> [[UInt8]]? {
    guard let directory = unsafe opendir(place.path) else {
      failures.append(StoreError(errno: errno, address: place.path))
      return nil
    }
    defer { unsafe closedir(directory) }
    var names: [[UInt8]] = []
    errno = 0
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe Array($0.prefix { $0 != 0 })
      }
      if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
      errno = 0
    }
    if errno != 0 { failures.append(StoreError(errno: errno, address: place.path)) }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private mutating func visit(name: [UInt8], in place: Place) {
    let parent = place.path == "/" ? "/" : place.path + "/"
    guard let name = String(validating: name, as: UTF8.self) else {
      let shown = String(decoding: name, as: UTF8.self)
      failures.append(
        StoreError(.notAnObject, address: parent + shown, detail: "the name is not UTF-8"))
      return
    }
    let path = parent + name
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      failures.append(StoreError(errno: errno, address: path))
      return
    }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    if isLink, unsafe stat(path, &status) != 0 {
      failures.append(StoreError(errno: errno, address: path))
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: objects.append(.init(key: place.key + name, size: Int(status.st_size)))
    case S_IFDIR:
      let directory = Place(path: path, key: place.key + name + "/")
      if isLink { links.append(directory) } else { directories.append(directory) }
    default: break
    }
  }
}
