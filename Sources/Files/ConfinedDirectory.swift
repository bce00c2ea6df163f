internal import Glibc

/// An open directory, in which files are named by keys that never lead out of it.
///
/// Each part of a key is opened in the directory of the part before it, and links are not followed.
/// So neither `..` nor a link in the directory, nor somebody who exchanges one meanwhile, makes a
/// file elsewhere change.
package final class ConfinedDirectory: Sendable {
  /// The path, for messages.
  package let path: String
  let descriptor: Int32

  /// Opens a directory that the user named; it may be a link.
  ///
  /// - Parameter path: The path.
  /// - Throws: ``FileError`` if it is not a directory, or can't be opened.
  package init(_ path: String) throws(FileError) {
    self.path = path.isEmpty ? "." : path
    descriptor = POSIX.open(self.path, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(errno: errno, path: self.path) }
  }

  private init(_ path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Opens a directory in it, which must not be a link.
  ///
  /// - Parameters:
  ///   - name: The name, without slashes.
  ///   - creates: Whether it is made if it is absent.
  /// - Returns: The directory; nil if it is absent.
  /// - Throws: ``FileError`` if it is something else.
  package func directory(
    _ name: String, creates: Bool = false
  ) throws(FileError) -> ConfinedDirectory? {
    let place = (path.hasSuffix("/") ? path : path + "/") + name
    guard Self.isName(name) else { throw Self.outside(place) }
    if creates, POSIX.mkdir(name, in: descriptor, mode: 0o777) != 0, errno != EEXIST {
      throw FileError(errno: errno, path: place)
    }
    let found = POSIX.open(
      name, in: descriptor, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    if found >= 0 { return ConfinedDirectory(place, descriptor: found) }
    let code = errno
    if code == ENOENT { return nil }
    if code == ELOOP || code == ENOTDIR, status(of: name)?.kind == S_IFLNK {
      throw Self.link(place)
    }
    throw FileError(errno: code, path: place)
  }

  /// Opens the directory of a key.
  ///
  /// - Parameters:
  ///   - key: The key of a file.
  ///   - creates: Whether absent directories are made.
  /// - Returns: The directory and the name in it; nil if a directory is absent.
  /// - Throws: ``FileError`` if the key could lead out, or a part of it is a link.
  package func place(
    of key: String, creates: Bool = false
  ) throws(FileError) -> (directory: ConfinedDirectory, name: String)? {
    var directory = self
    var names = key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let name = names.popLast(), Self.isName(name) else { throw Self.outside(key) }
    for name in names {
      guard let next = try directory.directory(name, creates: creates) else { return nil }
      directory = next
    }
    return (directory, name)
  }

  /// Checks that nothing on the way to a file, nor the file, is a link.
  ///
  /// - Parameter key: The key of a file that need not exist.
  /// - Throws: ``FileError`` if something is.
  package func check(_ key: String) throws(FileError) {
    guard let (directory, name) = try place(of: key) else { return }
    guard directory.status(of: name)?.kind != S_IFLNK else {
      throw Self.link(path + "/" + key)
    }
  }

  /// Deletes a file, or a link instead of its target; nothing happens if it is absent.
  ///
  /// - Parameter key: The key.
  /// - Throws: ``FileError``.
  package func delete(_ key: String) throws(FileError) {
    guard let (directory, name) = try place(of: key) else { return }
    guard POSIX.unlink(name, in: directory.descriptor) != 0, errno != ENOENT else { return }
    throw FileError(errno: errno, path: path + "/" + key)
  }

  /// Moves a file to a key of another directory; a link that is there is replaced, not followed.
  ///
  /// - Parameters:
  ///   - name: The name of the file in this directory.
  ///   - root: The other directory.
  ///   - key: The key in it.
  /// - Throws: ``FileError``.
  package func move(
    _ name: String, to root: ConfinedDirectory, at key: String
  ) throws(FileError) {
    guard let (directory, target) = try root.place(of: key, creates: true) else { return }
    let code = POSIX.rename(name, in: descriptor, to: target, in: directory.descriptor)
    guard code == 0 else {
      throw FileError(errno: errno, path: root.path + "/" + key)
    }
  }
}

// MARK: - State

extension ConfinedDirectory {
  /// What the system knows about a file.
  package struct Status: Sendable, Hashable {
    /// The kind of file, such as `S_IFREG`.
    package var kind: UInt32
    /// The number of the file in its file system.
    package var number: UInt64
    /// Whether it belongs to the user of this process.
    package var isOwn: Bool
    /// The number, the size and the time of the last write: another name does not change them.
    package var state: String

    init(_ status: stat) {
      state = [
        Int(truncatingIfNeeded: status.st_ino), Int(status.st_size), status.st_mtim.tv_sec,
        status.st_mtim.tv_nsec,
      ].map { String($0, radix: 16) }.joined(separator: "-")
      kind = status.st_mode & S_IFMT
      number = UInt64(status.st_ino)
      isOwn = status.st_uid == geteuid()
    }
  }

  /// The status of the directory.
  package var status: Status? { POSIX.status(of: descriptor).map(Status.init) }

  /// The status of a name, without following a link; nil if it is absent.
  ///
  /// - Parameter name: The name in this directory.
  /// - Returns: The status.
  package func status(of name: String) -> Status? {
    POSIX.status(of: name, in: descriptor).map(Status.init)
  }

  /// Reads a file of a key, part by part, without following a link.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - take: Receives each part.
  /// - Returns: Whether there is such a file.
  /// - Throws: ``FileError`` if it can't be read, or the key could lead out.
  package func read(_ key: String, take: ([UInt8]) -> Void) throws(FileError) -> Bool {
    guard let (directory, name) = try place(of: key),
      directory.status(of: name)?.kind == S_IFREG
    else { return false }
    let file = POSIX.open(
      name, in: directory.descriptor, flags: O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw FileError(errno: errno, path: path + "/" + key) }
    defer { close(file) }
    var offset = 0
    while true {
      let (bytes, code) = FileBytes.read(offset..<offset + (1 << 20), of: file)
      guard code == 0 else { throw FileError(errno: code, path: path + "/" + key) }
      if bytes.isEmpty { return true }
      take(bytes)
      offset += bytes.count
    }
  }

  /// Makes the names in it durable, if the file system can.
  package func sync() { fsync(descriptor) }

  /// Keeps others out that also ask.
  ///
  /// - Returns: False if somebody else is in it.
  package func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Deletes the files in it, but not what links lead to, nor directories.
  package func deleteFiles() {
    let copy = POSIX.open(".", in: descriptor, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let entries = DirectoryStream.of(copy) else { return }
    while entries.next() { entries.unlink() }
  }

  /// Deletes an empty directory in it.
  ///
  /// - Parameter name: Its name.
  package func deleteDirectory(_ name: String) {
    POSIX.rmdir(name, in: descriptor)
  }

  /// Gives a name in it to what has another one.
  ///
  /// - Parameters:
  ///   - name: The present name.
  ///   - target: The new name.
  /// - Returns: Whether that was possible.
  package func rename(_ name: String, to target: String) -> Bool {
    POSIX.rename(name, in: descriptor, to: target, in: descriptor) == 0
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == 0x2F || $0 == 0 }
  }

  private static func outside(_ key: String) -> FileError {
    FileError(
      .outside, path: key, detail: "the key could lead outside the directory")
  }

  private static func link(_ path: String) -> FileError {
    FileError(
      .outside, path: path,
      detail: "it is a symbolic link; scregistry does not write through links in a registry")
  }
}
