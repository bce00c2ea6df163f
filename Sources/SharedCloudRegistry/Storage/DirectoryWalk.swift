internal import Glibc

/// Walks through directories, each of which is listed once.
///
/// A directory is listed under its own name; links are followed after that, in the order of their
/// keys, so that the same tree gives the same keys on every machine. The objects come in byte order
/// of their keys.
struct DirectoryWalk {
  typealias Object = ObjectListing.Object
  typealias Take = ([Object]) throws(StoreError) -> Void

  /// What becomes of symbolic links.
  let policy: LinkPolicy
  /// The objects that nobody has taken yet.
  private(set) var objects: [Object] = []
  private(set) var failures: [StoreError] = []
  /// What became of symbolic links; nil if nobody wants to know.
  private(set) var report: LinkReport?
  /// The real path of the root, with a final slash; empty unless there is a report.
  private var root = ""
  /// The directories seen, so that a link can't lead in circles.
  private var seen: Set<FileIdentity> = []
  /// Directories behind links.
  private var links: [Place] = []
  /// Whether objects are kept until all are known, since more may belong between them.
  private var isKeeping = false

  private static let mostDirectories = 1_000_000
  private static let batch = 4096

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
    /// Whether it lies behind a link.
    var isLink = false
  }

  /// Prepares.
  ///
  /// - Parameters:
  ///   - policy: What becomes of symbolic links.
  ///   - reportsLinks: Whether to find out where they lead.
  init(links policy: LinkPolicy = .follow, reportsLinks: Bool = false) {
    self.policy = policy
    if reportsLinks { report = LinkReport() }
  }

  /// Lists a directory and all below it into ``objects``; false if it could not be opened.
  mutating func visitAll(from root: String) -> Bool {
    var all: [Object] = []
    do throws(StoreError) {
      guard try visitAll(from: root, take: { all += $0 }) else { return false }
    } catch {
      return false
    }
    objects = all
    return true
  }

  /// Lists a directory and all below it.
  ///
  /// - Parameters:
  ///   - root: The directory.
  ///   - take: Is given the objects in order, some at a time.
  /// - Returns: False if the directory could not be opened.
  /// - Throws: What `take` throws.
  mutating func visitAll(from root: String, take: Take) throws(StoreError) -> Bool {
    var path = root[...]
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    if report != nil {
      self.root = AtomicFile.resolved(String(path))
      if !self.root.hasSuffix("/") { self.root += "/" }
    }
    guard try descend(Place(path: String(path), key: ""), take) else { return false }
    while !links.isEmpty {
      let next = links.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      links = []
      for link in next { _ = try descend(link, take) }
    }
    if isKeeping {
      objects.sort { $0.key.precedesInBytes($1.key) }
      isKeeping = false
    }
    try hand(take, atLeast: 1)
    return true
  }

  /// Lists a directory and nothing below it; nil if it could not be opened.
  ///
  /// - Parameters:
  ///   - path: The directory, with its final slash.
  ///   - key: What its keys begin with.
  /// - Returns: The keys of the directories in it, with their final slashes.
  mutating func visitOnly(_ path: String, key: String) -> [String]? {
    let place = Place(path: path == "/" ? path : String(path.dropLast()), key: key)
    guard let contents = read(place) else { return nil }
    let prefix = Array(key.utf8)
    var directories: [String] = []
    for entry in contents.entries {
      let key = contents.key(entry, behind: prefix)
      if entry.kind == .file {
        objects.append(Object(key: key, size: entry.size))
      } else {
        directories.append(key)
      }
    }
    return directories
  }

  private mutating func hand(_ take: Take, atLeast count: Int) throws(StoreError) {
    guard objects.count >= count, !isKeeping else { return }
    try take(objects)
    objects.removeAll(keepingCapacity: true)
  }
}

// MARK: - Directories

extension DirectoryWalk {
  /// A directory whose contents are gone through.
  private struct Frame {
    var place: Place
    var prefix: [UInt8]
    var contents: DirectoryContents
    var next = 0
  }

  /// Lists a directory and all below it but for what lies behind links; false if it could not be
  /// opened.
  ///
  /// The directories on the way are kept in a list, since trees may be deeper than the stack.
  private mutating func descend(_ place: Place, _ take: Take) throws(StoreError) -> Bool {
    guard let contents = read(place) else { return false }
    var frames = [Frame(place: place, prefix: Array(place.key.utf8), contents: contents)]
    while var frame = frames.popLast() {
      let place = try goOn(&frame)
      try hand(take, atLeast: Self.batch)
      guard let place else { continue }
      frames.append(frame)
      if let contents = read(place) {
        frames.append(Frame(place: place, prefix: Array(place.key.utf8), contents: contents))
      }
    }
    return true
  }

  /// Takes files up to the next directory; nil if there is none any more.
  private mutating func goOn(_ frame: inout Frame) throws(StoreError) -> Place? {
    while frame.next < frame.contents.entries.count {
      let entry = frame.contents.entries[frame.next]
      frame.next += 1
      let key = frame.contents.key(entry, behind: frame.prefix)
      guard entry.kind != .file else {
        objects.append(Object(key: key, size: entry.size))
        continue
      }
      let path = Self.path(of: frame.contents.name(entry), in: frame.place)
      let place = Place(path: path, key: key, isLink: entry.kind == .link)
      if entry.kind == .directory { return place }
      links.append(place)
      isKeeping = true
    }
    return nil
  }

  private static func path(of name: String, in place: Place) -> String {
    (place.path == "/" ? "/" : place.path + "/") + name
  }

  /// Reads what a directory holds, in order; nil if it can't be opened or has been read.
  private mutating func read(_ place: Place) -> DirectoryContents? {
    let descriptor = unsafe open(place.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0, let directory = unsafe fdopendir(descriptor) else {
      failures.append(StoreError(errno: errno, address: place.path))
      if descriptor >= 0 { close(descriptor) }
      return nil
    }
    defer { unsafe _ = closedir(directory) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, isNew(FileIdentity(status), place) else {
      return nil
    }
    var contents = DirectoryContents()
    errno = 0
    while let entry = unsafe readdir(directory) {
      let kind = unsafe Int(entry.pointee.d_type)
      unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
        let count = unsafe field.firstIndex(of: 0) ?? field.count
        let name = unsafe UnsafeRawBufferPointer(rebasing: field[..<count])
        unsafe add(name, kind, of: descriptor, place, to: &contents)
      }
      errno = 0
    }
    if errno != 0 { failures.append(StoreError(errno: errno, address: place.path)) }
    contents.sort()
    return contents
  }

  /// Notes a directory; false if it has been listed, or there are too many.
  private mutating func isNew(_ identity: FileIdentity, _ place: Place) -> Bool {
    guard seen.insert(identity).inserted else {
      noteRepeated(place)
      return false
    }
    guard seen.count <= Self.mostDirectories else {
      failures.append(
        StoreError(
          .tooLarge, address: place.path, detail: "there are more than a million directories"))
      return false
    }
    if place.isLink { noteIfOutside(place.path) }
    return true
  }

  /// Adds what a name in an open directory stands for, which ends in a zero byte.
  private mutating func add(
    _ name: UnsafeRawBufferPointer, _ type: Int, of descriptor: Int32, _ place: Place,
    to contents: inout DirectoryContents
  ) {
    guard let text = name.baseAddress, !(unsafe Self.isSelfOrParent(name)) else { return }
    var type = type
    var status = stat()
    if type == DT_REG || type == DT_UNKNOWN {
      let file = unsafe text.assumingMemoryBound(to: CChar.self)
      guard unsafe fstatat(descriptor, file, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
        let code = errno
        return unsafe fail(name, place, StoreError(errno: code, address: ""))
      }
      type = Self.type(of: status)
    }
    guard type == DT_REG || type == DT_DIR || type == DT_LNK else { return }
    guard unsafe Self.isText(name) else {
      return unsafe fail(
        name, place, StoreError(.notAnObject, address: "", detail: "the name is not UTF-8"))
    }
    switch type {
    case DT_REG: unsafe contents.add(name, .file, size: Int(status.st_size))
    case DT_DIR: unsafe contents.add(name, .directory)
    default: unsafe addLink(name, of: descriptor, place, to: &contents)
    }
  }

  private static func isSelfOrParent(_ name: UnsafeRawBufferPointer) -> Bool {
    unsafe name.count < 3 && name.allSatisfy { $0 == UInt8(ascii: ".") }
  }

  private static func isText(_ name: UnsafeRawBufferPointer) -> Bool {
    unsafe name.allSatisfy { $0 < 0x80 } || String(validating: name, as: UTF8.self) != nil
  }

  /// The type of a file as directories have it.
  private static func type(of status: stat) -> Int {
    switch status.st_mode & S_IFMT {
    case S_IFREG: Int(DT_REG)
    case S_IFDIR: Int(DT_DIR)
    case S_IFLNK: Int(DT_LNK)
    default: Int(DT_FIFO)
    }
  }

  private mutating func fail(
    _ name: UnsafeRawBufferPointer, _ place: Place, _ error: StoreError
  ) {
    let path = Self.path(of: unsafe String(decoding: name, as: UTF8.self), in: place)
    failures.append(StoreError(error.code, address: path, detail: error.detail))
  }
}

// MARK: - Links

extension DirectoryWalk {
  private mutating func addLink(
    _ name: UnsafeRawBufferPointer, of descriptor: Int32, _ place: Place,
    to contents: inout DirectoryContents
  ) {
    let path = Self.path(of: unsafe String(decoding: name, as: UTF8.self), in: place)
    switch policy {
    case .skip: report?.note(.skipped, path)
    case .error:
      failures.append(
        StoreError(.notAnObject, address: path, detail: "it is a symbolic link"))
    case .follow:
      var status = stat()
      guard unsafe stat(path, &status) == 0 else {
        failures.append(StoreError(errno: errno, address: path))
        return
      }
      switch Self.type(of: status) {
      case DT_REG:
        noteIfOutside(path)
        unsafe contents.add(name, .file, size: Int(status.st_size))
      case DT_DIR: unsafe contents.add(name, .link)
      default: break
      }
    }
  }

  /// Notes that a link leads out of the tree, if it does.
  private mutating func noteIfOutside(_ path: String) {
    guard report != nil else { return }
    let target = AtomicFile.resolved(path)
    if !(target + "/").utf8.starts(with: root.utf8) {
      report?.note(.outside, path, target: target)
    }
  }

  /// Notes that a link leads to a directory that has been listed.
  private mutating func noteRepeated(_ place: Place) {
    guard report != nil, place.isLink else { return }
    let target = AtomicFile.resolved(place.path)
    let above = AtomicFile.resolved(AtomicFile.directory(of: place.path))
    let isLoop = (above + "/").utf8.starts(with: (target == "/" ? "/" : target + "/").utf8)
    report?.note(isLoop ? .loop : .known, place.path, target: target)
  }
}

extension String {
  /// Tells whether the bytes come before others; Unicode's order is not that of bytes.
  fileprivate func precedesInBytes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
