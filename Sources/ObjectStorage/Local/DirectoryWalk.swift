internal import Files
internal import Glibc

/// Walks through directories, each of which is listed once.
///
/// A directory is listed under its own name; links are followed after that, in the order of their
/// keys, so that the same tree gives the same keys on every machine. The objects come in byte order
/// of their keys.
package struct DirectoryWalk {
  /// A file of the tree.
  package typealias Object = ObjectListing.Object
  /// Receives files, some at a time.
  package typealias Take = ([Object]) throws(StoreError) -> Void

  /// What to do with symbolic links.
  let policy: LinkPolicy
  /// The objects that wait for the consumer.
  private(set) var objects: [Object] = []
  /// The parts about which nothing is known.
  package var gaps: [ListingGap] = []
  /// The keys of symbolic links that were skipped, also since they lead to a directory that is listed
  /// elsewhere; empty without a report.
  package var skippedLinks: [String] = []
  /// What happened to symbolic links; nil if the caller does not want to know.
  package var report: LinkReport?
  /// The directory that links must not lead out of with the policy `inside`.
  var boundary = TreeBoundary("")
  /// The real path of the root, with a final slash; empty unless there is a report.
  var root = ""
  /// The directories visited, so that a link can't lead in circles.
  var seen: Set<FileIdentity> = []
  /// Directories that links lead to.
  private var links: [Place] = []
  /// Whether objects are kept until all are known, since others may sort between them.
  private var isKeeping = false

  /// Why parts could not be listed.
  package var failures: [StoreError] { ObjectListing(objects: [], gaps: gaps).failures }

  private static let batch = 4096

  struct FileIdentity: Hashable {
    var device: UInt
    var inode: UInt

    init(_ status: stat) {
      device = UInt(status.st_dev)
      inode = UInt(status.st_ino)
    }
  }

  struct Place {
    /// The path, without a final slash.
    var path: String
    /// The prefix of the keys below it.
    var key: String
    /// Whether it was reached through a link.
    var isLink = false
  }

  /// Prepares.
  ///
  /// - Parameters:
  ///   - policy: What to do with symbolic links.
  ///   - reportsLinks: Whether to report where they lead.
  package init(links policy: LinkPolicy = .follow, reportsLinks: Bool = false) {
    self.policy = policy
    if reportsLinks { report = LinkReport() }
  }

  /// Lists a directory and all below it into ``objects``; false if it could not be opened.
  package mutating func visitAll(from root: String) -> Bool {
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
  ///   - take: Receives the objects in order, some at a time.
  /// - Returns: False if the directory could not be opened.
  /// - Throws: What `take` throws.
  package mutating func visitAll(from root: String, take: Take) throws(StoreError) -> Bool {
    var path = root[...]
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    boundary = TreeBoundary(String(path))
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
  ///   - key: The prefix of its keys.
  /// - Returns: The keys of the directories in it, with their final slashes.
  mutating func visitOnly(_ path: String, key: String) -> [String]? {
    let place = Place(path: path == "/" ? path : String(path.dropLast()), key: key)
    guard let contents = read(place) else { return nil }
    let prefix = Array(key.utf8)
    var directories: [String] = []
    for entry in contents.entries {
      let key = contents.key(entry, after: prefix)
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
  /// A directory whose entries are being visited.
  private struct Frame {
    var place: Place
    var prefix: [UInt8]
    var contents: DirectoryContents
    var next = 0
  }

  /// Lists a directory and all below it, except through links; false if it could not be opened.
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

  /// Adds files up to the next directory; nil if there is no further directory.
  private mutating func goOn(_ frame: inout Frame) throws(StoreError) -> Place? {
    while frame.next < frame.contents.entries.count {
      let entry = frame.contents.entries[frame.next]
      frame.next += 1
      let key = frame.contents.key(entry, after: frame.prefix)
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

  static func path(of name: String, in place: Place) -> String {
    (place.path == "/" ? "/" : place.path + "/") + name
  }
}

extension String {
  /// Returns whether the bytes come before others; Unicode has a different order.
  fileprivate func precedesInBytes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
