internal import Files
internal import Glibc

extension DirectoryWalk {
  private static let mostDirectories = 1_000_000

  /// Reads the entries of a directory, in order; nil if it can't be opened or was already read.
  mutating func read(_ place: Place) -> DirectoryContents? {
    let descriptor = unsafe open(place.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0, let directory = unsafe fdopendir(descriptor) else {
      gaps.append(ListingGap(place.key, error: StoreError(errno: errno, address: place.path)))
      if descriptor >= 0 { close(descriptor) }
      return nil
    }
    defer { unsafe _ = closedir(directory) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, isNew(FileIdentity(status), at: place) else {
      return nil
    }
    var contents = DirectoryContents()
    errno = 0
    while let entry = unsafe readdir(directory) {
      let kind = unsafe Int(entry.pointee.d_type)
      unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
        let count = unsafe field.firstIndex(of: 0) ?? field.count
        let name = unsafe UnsafeRawBufferPointer(rebasing: field[..<count])
        unsafe add(name, type: kind, of: descriptor, at: place, to: &contents)
      }
      errno = 0
    }
    if errno != 0 {
      gaps.append(ListingGap(place.key, error: StoreError(errno: errno, address: place.path)))
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

  /// Adds the entry of a name in an open directory; the name ends in a zero byte.
  private mutating func add(
    _ name: UnsafeRawBufferPointer, type: Int, of descriptor: Int32, at place: Place,
    to contents: inout DirectoryContents
  ) {
    guard let text = name.baseAddress, !(unsafe Self.isSelfOrParent(name)) else { return }
    var type = type
    var status = stat()
    if type != DT_DIR, type != DT_LNK {
      let file = unsafe text.assumingMemoryBound(to: CChar.self)
      guard unsafe fstatat(descriptor, file, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
        let code = errno
        return unsafe fail(name, at: place, because: StoreError(errno: code, address: ""))
      }
      type = Self.type(of: status)
    }
    guard type == DT_REG || type == DT_DIR || type == DT_LNK else {
      return unsafe noteSpecial(name, at: place, mode: status.st_mode)
    }
    guard unsafe Self.isText(name) else {
      return unsafe fail(
        name, at: place,
        because: StoreError(.notAnObject, address: "", detail: "the name is not UTF-8"))
    }
    switch type {
    case DT_REG: unsafe contents.add(name, kind: .file, size: Int(status.st_size))
    case DT_DIR: unsafe contents.add(name, kind: .directory)
    default: unsafe addLink(name, at: place, to: &contents)
    }
  }

  /// Notes a pipe, a socket or a device, which is never data.
  mutating func noteSpecial(_ name: UnsafeRawBufferPointer, at place: Place, mode: UInt32) {
    let text = unsafe String(decoding: name, as: UTF8.self)
    let path = Self.path(of: text, in: place)
    let error = StoreError(FileError(notRegular: path, mode: mode))
    gaps.append(ListingGap(place.key + text, .special, error: error))
  }

  private static func isSelfOrParent(_ name: UnsafeRawBufferPointer) -> Bool {
    unsafe name.count < 3 && name.allSatisfy { $0 == UInt8(ascii: ".") }
  }

  private static func isText(_ name: UnsafeRawBufferPointer) -> Bool {
    unsafe name.allSatisfy { $0 < 0x80 } || String(validating: name, as: UTF8.self) != nil
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
    _ name: UnsafeRawBufferPointer, at place: Place, because error: StoreError
  ) {
    let text = unsafe String(decoding: name, as: UTF8.self)
    let path = Self.path(of: text, in: place)
    gaps.append(
      ListingGap(
        place.key + text, error: StoreError(error.code, address: path, detail: error.detail)))
  }
}
