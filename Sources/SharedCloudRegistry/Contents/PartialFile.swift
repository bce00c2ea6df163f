internal import Files
internal import Glibc
internal import ObjectStorage

/// An incomplete file, next to its final path.
///
/// Its name contains a hash of the object's ETag, so that bytes of two versions are never mixed.
/// Only one process writes it at a time.
final class PartialFile: Sendable {
  /// Where the file goes.
  let path: String
  private let partial: String
  private let descriptor: Int32
  /// Its size when it was opened.
  let size: Int

  /// Opens an incomplete file, or creates an empty one.
  ///
  /// - Parameters:
  ///   - path: Where the file goes.
  ///   - info: The metadata of the object.
  /// - Throws: ``StoreError`` when it can't be written, or another process is writing it.
  init(_ path: String, of info: ObjectInfo) throws(StoreError) {
    let (directory, name) = Self.split(path)
    // The name beside it is shorter, so that only the end of a download would tell.
    guard name.utf8.count <= Int(NAME_MAX) else {
      throw StoreError(errno: ENAMETOOLONG, address: path)
    }
    try Self.make(directory)
    // Without a strong ETag nobody knows whether the rest would fit.
    let mark = info.etag.flatMap { $0.hasPrefix("W/") ? nil : $0 }
    let own = directory + Self.opening(of: name) + (mark.map(Self.hash) ?? "unknown") + Self.ending
    let opened = try Self.open(own)
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      throw StoreError(
        .unavailable, address: path, detail: "another process is fetching it")
    }
    let present = POSIX.status(of: opened).map { Int($0.st_size) } ?? 0
    let isUsable = mark != nil && present <= info.size
    if !isUsable { _ = ftruncate(opened, 0) }
    size = isUsable ? present : 0
    _ = lseek(opened, 0, SEEK_END)
    self.path = path
    partial = own
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// Opens a file that has no other name, in place of anything else.
  ///
  /// What is written to a link would be written to the file that it leads to.
  private static func open(_ path: String) throws(StoreError) -> Int32 {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let opened = POSIX.open(path, flags: flags, mode: 0o644)
    guard opened >= 0 else { throw StoreError(errno: errno, address: path) }
    if let status = POSIX.status(of: opened), status.st_mode & S_IFMT == S_IFREG,
      status.st_nlink == 1
    {
      return opened
    }
    close(opened)
    POSIX.unlink(path)
    let made = POSIX.open(path, flags: flags | O_EXCL, mode: 0o644)
    guard made >= 0 else { throw StoreError(errno: errno, address: path) }
    return made
  }

  /// Appends bytes.
  func append(_ bytes: [UInt8]) throws(StoreError) {
    let code = FileBytes.writeAll(bytes.span, to: descriptor)
    guard code == 0 else { throw StoreError(errno: code, address: path) }
  }

  /// Reads the bytes present so far.
  func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    let count = POSIX.pread(descriptor, into: &bytes, at: range.lowerBound)
    guard count >= 0 else { throw StoreError(errno: errno, address: partial) }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Renames the complete file to its final path.
  func finish() throws(StoreError) {
    guard fsync(descriptor) == 0, POSIX.rename(partial, to: path) == 0 else {
      throw StoreError(errno: errno, address: path)
    }
    AtomicFile.sync(directory: AtomicFile.directory(of: path))
  }

  /// The name of an incomplete file up to the hash.
  private static func opening(of name: String) -> String {
    // Shortens long names, which must leave room for the rest.
    "." + String(decoding: Array(name.utf8.suffix(180)), as: UTF8.self) + "."
  }

  private static let ending = ".partial"

  /// Whether the name of a file is that of an incomplete file of any version of this one.
  ///
  /// - Parameter name: The name, without a directory.
  /// - Returns: False if it belongs to another file.
  func isVersion(named name: String) -> Bool {
    let opening = Self.opening(of: Self.split(path).name)
    guard name.hasPrefix(opening), name.hasSuffix(Self.ending) else { return false }
    let mark = name.utf8.dropFirst(opening.utf8.count).dropLast(Self.ending.utf8.count)
    return mark.elementsEqual("unknown".utf8)
      || mark.count == 16 && mark.allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x61 < 6 }
  }

  /// Removes the incomplete file.
  func remove() { POSIX.unlink(partial) }

  private static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    return (String(path[...slash]), String(path[path.utf8.index(after: slash)...]))
  }

  /// Creates a directory and its parents.
  private static func make(_ directory: String) throws(StoreError) {
    guard !directory.isEmpty, PathKind(directory) != .directory else { return }
    var start = directory.startIndex
    while let slash = directory[start...].firstIndex(of: "/") {
      let part = String(directory[..<slash])
      start = directory.index(after: slash)
      guard !part.isEmpty, POSIX.mkdir(part, mode: 0o777) != 0, errno != EEXIST else { continue }
      throw StoreError(errno: errno, address: part)
    }
  }

  /// A hash of 64 bits in hexadecimal digits (FNV-1a), for the name of a file.
  private static func hash(_ etag: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in etag.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
