internal import Glibc

/// Replaces the content of a file atomically: a reader sees all of the old or all of the new.
///
/// The content is written to a temporary file next to it, synced to the disk and then renamed. A
/// symbolic link stays; its target is replaced. Permissions stay, and the owner if the system
/// allows it.
package struct AtomicFile: ~Copyable {
  /// The path as given, for messages.
  private let givenPath: String
  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private let before: FileIdentity?
  private var isFinished = false

  /// Starts to write new content for a file, or a new file.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - expected: The state of the file when it was read; nil to accept any.
  /// - Throws: ``FileError`` when the file can't be replaced, or has changed.
  package init(_ path: String, expecting expected: FileIdentity? = nil) throws(FileError) {
    let place = Self.resolved(path)
    let before = FileIdentity(place)
    if let expected, before != expected {
      throw FileError(.failed, path: path, detail: "it has changed since it was read")
    }
    if let before, !before.isRegular {
      throw FileError(.notAFile, path: path, detail: "it is not a file that can be replaced")
    }
    if before != nil, POSIX.access(place, mode: W_OK) != 0 {
      throw FileError(errno: errno, path: path)
    }
    let opened = Self.openTemporary(in: Self.directory(of: place))
    guard opened.descriptor >= 0 else { throw FileError(errno: opened.code, path: path) }
    givenPath = path
    self.path = place
    self.before = before
    temporary = opened.name
    descriptor = opened.descriptor
  }

  deinit {
    guard !isFinished else { return }
    close(descriptor)
    POSIX.unlink(temporary)
  }

  /// Appends bytes to the new content.
  ///
  /// - Parameter bytes: The bytes.
  /// - Throws: ``FileError`` when they can't be written, such as on a full disk.
  package func append(_ bytes: Span<UInt8>) throws(FileError) {
    let code = FileBytes.writeAll(bytes, to: descriptor)
    guard code == 0 else { throw FileError(errno: code, path: givenPath) }
  }

  /// Renames the new content to the name of the file.
  ///
  /// - Parameters:
  ///   - suffix: The suffix of a backup of the old content; nil for no backup. If the name exists,
  ///     a number is added.
  ///   - syncsDirectory: Whether the directory is synced too; false if the caller does that for
  ///     many files at once.
  ///   - syncsContent: Whether the content is synced to the disk; false for files that can be made
  ///     again.
  /// - Returns: The name of the backup; nil if there is no backup.
  /// - Throws: ``FileError``; the file is then unchanged.
  @discardableResult
  package consuming func commit(
    backup suffix: String? = nil, syncsDirectory: Bool = true, syncsContent: Bool = true
  ) throws(FileError) -> String? {
    var code: Int32 = 0
    if let before {
      // Only root may change the owner; the permissions matter anyway.
      _ = fchown(descriptor, before.owner.user, before.owner.group)
      if fchmod(descriptor, before.mode) != 0 { code = errno }
    } else if fchmod(descriptor, 0o644) != 0 {
      code = errno
    }
    if code == 0, syncsContent, fsync(descriptor) != 0 { code = errno }
    guard code == 0 else { throw FileError(errno: code, path: givenPath) }
    guard FileIdentity(path) == before else {
      throw FileError(.failed, path: givenPath, detail: "it has changed since it was read")
    }
    var kept: String?
    if let suffix, before != nil { kept = try FileBackup(of: path, suffix: suffix).make() }
    guard POSIX.rename(temporary, to: path) == 0 else {
      throw FileError(errno: errno, path: givenPath)
    }
    isFinished = true
    close(descriptor)
    if syncsDirectory { Self.sync(directory: Self.directory(of: path)) }
    return kept
  }

  /// Gives the new content the name of the file, unless the name is taken meanwhile.
  ///
  /// Of several programs that want one name at the same time, exactly one gets it.
  ///
  /// - Returns: Whether the file has the name; false if another file has it, which is unchanged.
  /// - Throws: ``FileError`` when the file can't be written.
  package consuming func commitAsNew() throws(FileError) -> Bool {
    guard fchmod(descriptor, 0o644) == 0, fsync(descriptor) == 0 else {
      throw FileError(errno: errno, path: givenPath)
    }
    guard POSIX.link(temporary, as: path) == 0 else {
      let code = errno
      if code == EEXIST { return false }
      // Some file systems have no hard links.
      guard [EPERM, EOPNOTSUPP, ENOSYS].contains(code) else {
        throw FileError(errno: code, path: givenPath)
      }
      return try moveAsNew()
    }
    Self.sync(directory: Self.directory(of: path))
    return true
  }

  /// Reserves the name with an empty file, and replaces it.
  private consuming func moveAsNew() throws(FileError) -> Bool {
    let reserved = POSIX.open(path, flags: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode: 0o644)
    guard reserved >= 0 else {
      if errno == EEXIST { return false }
      throw FileError(errno: errno, path: givenPath)
    }
    close(reserved)
    guard POSIX.rename(temporary, to: path) == 0 else {
      throw FileError(errno: errno, path: givenPath)
    }
    isFinished = true
    close(descriptor)
    Self.sync(directory: Self.directory(of: path))
    return true
  }
}

// MARK: - Names

extension AtomicFile {
  /// The path after resolving all symbolic links; the path itself if it does not exist.
  package static func resolved(_ path: String) -> String { POSIX.realpath(path) ?? path }

  /// The directory of a path, without its final slash.
  package static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func openTemporary(
    in directory: String
  ) -> (name: String, descriptor: Int32, code: Int32) {
    var code: Int32 = EEXIST
    for number in 0..<100 where code == EEXIST {
      let name = "\(directory)/.scregistry-\(getpid())-\(number).partial"
      let descriptor = POSIX.open(
        name, flags: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode: 0o600)
      if descriptor >= 0 {
        // Others then know that somebody is writing it.
        flock(descriptor, LOCK_EX | LOCK_NB)
        return (name, descriptor, 0)
      }
      code = errno
    }
    return ("", -1, code)
  }

  /// Syncs the names in a directory to the disk, if the file system can.
  package static func sync(directory: String) {
    let descriptor = POSIX.open(directory, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

/// Reads and writes bytes, all that are asked for, whatever signal arrives meanwhile.
package enum FileBytes {
  /// Reads a range of a file.
  ///
  /// - Parameters:
  ///   - range: The range.
  ///   - descriptor: The open file.
  /// - Returns: The bytes, fewer if the file is shorter; and 0, or the error number of the system.
  package static func read(_ range: Range<Int>, of descriptor: Int32) -> ([UInt8], code: Int32) {
    var code: Int32 = 0
    let bytes = [UInt8](capacity: range.count) { bytes in
      while !bytes.isFull {
        let count = POSIX.pread(
          descriptor, appendingTo: &bytes, at: range.lowerBound + bytes.count)
        if count < 0, errno == EINTR { continue }
        if count < 0 { code = errno }
        guard count > 0 else { break }
      }
    }
    return (bytes, code)
  }

  /// Reads bytes from a position of a file.
  ///
  /// - Parameters:
  ///   - descriptor: The open file.
  ///   - bytes: Receives them.
  ///   - range: Where in it.
  ///   - offset: The position of the first one.
  /// - Returns: Their number, 0 at the end; and 0, or the error number of the system.
  package static func read(
    _ descriptor: Int32, into bytes: inout MutableSpan<UInt8>, in range: Range<Int>, at offset: Int
  ) -> (count: Int, code: Int32) {
    while true {
      let count = POSIX.pread(descriptor, into: &bytes, in: range, at: offset)
      if count >= 0 { return (count, 0) }
      if errno != EINTR { return (0, errno) }
    }
  }

  /// Writes all bytes.
  ///
  /// - Returns: 0, or the error number of the system.
  package static func writeAll(_ bytes: Span<UInt8>, to descriptor: Int32) -> Int32 {
    var start = 0
    while start < bytes.count {
      let count = POSIX.write(bytes.extracting(start..<bytes.count), to: descriptor)
      if count < 0, errno == EINTR { continue }
      if count < 0 { return errno }
      start += count
    }
    return 0
  }
}
