internal import Files
internal import Glibc

extension DirectoryWalk {
  private static let mostDirectories = 1_000_000

  /// Reads the entries of a directory, in order; nil if it can't be opened or was already read.
  mutating func read(_ place: Place) -> DirectoryContents? {
    let descriptor = POSIX.open(place.path, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0, let directory = DirectoryStream.of(descriptor) else {
      gaps.append(ListingGap(place.key, error: StoreError(errno: errno, address: place.path)))
      if descriptor >= 0 { close(descriptor) }
      return nil
    }
    guard let status = POSIX.status(of: descriptor), isNew(FileIdentity(status), at: place) else {
      return nil
    }
    var contents = DirectoryContents()
    while directory.next() { addEntry(of: directory, at: place, to: &contents) }
    if directory.failure != 0 {
      let error = StoreError(errno: directory.failure, address: place.path)
      gaps.append(ListingGap(place.key, error: error))
    }
    contents.sort()
    return contents
  }

  /// Notes a directory; false if it was already listed, or there are too many.
  private mutating func isNew(_ identity: FileIdentity, at place: Place) -> Bool {
    guard seen.insert(identity).inserted else {
      noteRepeated(place)
      return false
    }
    guard seen.count <= Self.mostDirectories else {
      let error = StoreError(
        .tooLarge, address: place.path, detail: "there are more than a million directories")
      gaps.append(ListingGap(place.key, error: error))
      return false
    }
    if place.isLink { noteTarget(place.path, isFile: false) }
    return true
  }

  /// Adds the entry that an open directory is at.
  private mutating func addEntry(
    of directory: DirectoryStream, at place: Place, to contents: inout DirectoryContents
  ) {
    guard !directory.isSelfOrParent else { return }
    let name = directory.name
    var type = directory.type
    var status = stat()
    if type != DT_DIR, type != DT_LNK {
      guard let found = directory.status() else {
        let code = errno
        return fail(name, at: place, because: StoreError(errno: code, address: ""))
      }
      status = found
      type = Self.type(of: status)
    }
    guard type == DT_REG || type == DT_DIR || type == DT_LNK else {
      return noteSpecial(name, at: place, mode: status.st_mode)
    }
    guard Self.isText(name) else {
      return fail(
        name, at: place,
        because: StoreError(.notAnObject, address: "", detail: "the name is not UTF-8"))
    }
    switch type {
    case DT_REG: contents.add(name, kind: .file, size: Int(status.st_size))
    case DT_DIR: contents.add(name, kind: .directory)
    default: addLink(name, at: place, to: &contents)
    }
  }

  /// Notes a pipe, a socket or a device, which is never data.
  mutating func noteSpecial(_ name: [UInt8], at place: Place, mode: UInt32) {
    let text = String(decoding: name, as: UTF8.self)
    let path = Self.path(of: text, in: place)
    let error = StoreError(FileError(notRegular: path, mode: mode))
    gaps.append(ListingGap(place.key + text, .special, error: error))
  }

  private static func isText(_ name: [UInt8]) -> Bool {
    name.allSatisfy { $0 < 0x80 } || String(validating: name, as: UTF8.self) != nil
  }

  /// The type of a file as in directory entries.
  static func type(of status: stat) -> Int {
    switch status.st_mode & S_IFMT {
    case S_IFREG: Int(DT_REG)
    case S_IFDIR: Int(DT_DIR)
    case S_IFLNK: Int(DT_LNK)
    default: Int(DT_FIFO)
    }
  }

  private mutating func fail(
    _ name: [UInt8], at place: Place, because error: StoreError
  ) {
    let text = String(decoding: name, as: UTF8.self)
    let path = Self.path(of: text, in: place)
    gaps.append(
      ListingGap(
        place.key + text, error: StoreError(error.code, address: path, detail: error.detail)))
  }
}
