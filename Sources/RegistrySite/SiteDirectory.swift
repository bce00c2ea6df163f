internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// The directory that a site is written to.
///
/// A file whose content is the same is not touched. Only files that `site.json` lists are replaced
/// or removed.
public struct SiteDirectory: Sendable {
  /// The path.
  public let path: String

  /// Names a directory, which need not exist.
  ///
  /// - Parameter path: The path; the directories above it are made if they are absent.
  public init(_ path: String) { self.path = path }

  /// What a write did, by the paths of the files.
  public struct Changes: Sendable, Hashable {
    /// Files with new content.
    public var written: [String] = []
    /// Files that were not touched.
    public var unchanged = 0
    /// Files of an earlier site that were removed.
    public var removed: [String] = []
    /// Files of an earlier site that somebody changed, so they were not removed.
    public var kept: [String] = []

    /// The numbers, in one line without LF.
    public var summary: String {
      "\(written.count) written, \(unchanged) unchanged, \(removed.count) removed"
    }
  }

  /// Writes a site.
  ///
  /// - Parameters:
  ///   - contents: The site.
  ///   - isForced: Whether files that scregistry did not write are replaced too.
  /// - Returns: What changed.
  /// - Throws: ``SiteError``; nothing is written if a file is in the way.
  public func write(
    _ contents: SiteContents, isForced: Bool = false
  ) throws(SiteError) -> Changes {
    let root: ConfinedDirectory
    do throws(FileError) {
      try DirectoryNames.makeDirectories(path)
      root = try ConfinedDirectory(path)
      try root.check(SiteManifest.path)
    } catch {
      throw SiteError(error)
    }
    let old = try manifest(isForced: isForced)
    let new = SiteManifest(
      Dictionary(contents.files.map { ($0.path, $0.digest) }, uniquingKeysWith: { $1 }))
    let isEmptied = contents.datasets == 0 && old.files.keys.contains { $0.hasPrefix("datasets/") }
    guard !isEmptied || isForced else {
      throw SiteError(
        .occupied, path,
        "the catalog lists no dataset, so the pages of all datasets would be removed; if that is "
          + "right, pass --force")
    }
    sweep(root, of: Array(old.files.keys) + new.files.keys)
    var changes = Changes()
    let changed = try self.changed(contents.files, since: old, in: root, isForced: isForced)
    changes.unchanged = contents.files.count - changed.count
    let gone = old.files.filter { new.files[$0.key] == nil }
    let before = content(of: SiteManifest.path)
    if !changed.isEmpty || !gone.isEmpty {
      // If the program is stopped, the next run knows all files that may be there.
      var both = new
      both.files.merge(old.files) { first, _ in first }
      try put(
        SiteFile(SiteManifest.path, both.written(toolVersion: contents.toolVersion)), in: root)
    }
    for file in changed {
      try put(file, in: root)
      changes.written.append(file.path)
    }
    for (path, digest) in gone.sorted(by: { $0.key < $1.key }) {
      try remove(path, digest: digest, in: root, noting: &changes)
    }
    let list = new.written(toolVersion: contents.toolVersion)
    if content(of: SiteManifest.path) != list {
      try put(SiteFile(SiteManifest.path, list), in: root)
    }
    if before != list { changes.written.append(SiteManifest.path) }
    return changes
  }

  // MARK: - Reading

  /// The list of the files of an earlier site; empty without one.
  private func manifest(isForced: Bool) throws(SiteError) -> SiteManifest {
    guard let bytes = content(of: SiteManifest.path) else { return SiteManifest() }
    if let manifest = SiteManifest(reading: bytes) { return manifest }
    if isForced { return SiteManifest() }
    throw SiteError(
      .occupied, place(SiteManifest.path),
      "scregistry did not write this file; choose another directory, or pass --force")
  }

  /// The files whose content differs; all must be absent or of an earlier site.
  private func changed(
    _ files: [SiteFile], since old: SiteManifest, in root: ConfinedDirectory, isForced: Bool
  ) throws(SiteError) -> [SiteFile] {
    var changed: [SiteFile] = []
    for file in files {
      do throws(FileError) { try root.check(file.path) } catch { throw SiteError(error) }
      let present = digest(of: file.path)
      if present == file.digest { continue }
      if present == nil, case .absent = PathKind(place(file.path)) {
      } else if old.files[file.path] == nil, !isForced {
        throw SiteError(
          .occupied, place(file.path),
          "scregistry did not write this file; choose another directory, or pass --force")
      }
      changed.append(file)
    }
    return changed
  }

  private func place(_ key: String) -> String {
    path.hasSuffix("/") ? path + key : "\(path)/\(key)"
  }

  /// The content of a small file; nil if it can't be read.
  private func content(of key: String) -> [UInt8]? {
    do throws(StoreError) {
      return try SequentialFile(path: place(key)).all(limit: 1 << 30)
    } catch {
      return nil
    }
  }

  /// The digest of a file; nil if it can't be read.
  private func digest(of key: String) -> String? {
    do throws(StoreError) {
      let file = try SequentialFile(path: place(key))
      let digest = RunningDigest(.sha256)
      let room = Swift.min(file.expectedSize + 1, 1 << 20)
      while true {
        let part = try file.bytes(room)
        if part.isEmpty { return digest.finish() }
        digest.add(part.span)
      }
    } catch {
      return nil
    }
  }

  // MARK: - Writing

  /// Removes the temporary files of runs that were killed.
  private func sweep(_ root: ConfinedDirectory, of paths: [String]) {
    root.deleteAbandonedFiles()
    let directories = Set(paths.compactMap { path in path.lastIndex(of: "/").map { path[...$0] } })
    for directory in directories {
      do throws(FileError) {
        try root.place(of: directory + "x")?.directory.deleteAbandonedFiles()
      } catch {
        // It is a link or leads out. No run wrote there, and this one refuses to when it gets there.
        continue
      }
    }
  }

  private func put(_ file: SiteFile, in root: ConfinedDirectory) throws(SiteError) {
    guard !Task.isCancelled else {
      throw SiteError(.notWritten, path, "interrupted; run the command again to complete the site")
    }
    do throws(FileError) {
      _ = try root.place(of: file.path, creates: true)
      let written = try AtomicFile(place(file.path))
      try file.read { (part) throws(FileError) in try written.append(part) }
      // A site can be made again, so it need not survive a power failure.
      try written.commit(syncsDirectory: false, syncsContent: false)
    } catch {
      throw SiteError(error)
    }
  }

  private func remove(
    _ key: String, digest: String, in root: ConfinedDirectory, noting changes: inout Changes
  ) throws(SiteError) {
    guard let present = self.digest(of: key) else { return }
    guard present == digest else { return changes.kept.append(key) }
    do throws(FileError) { try root.delete(key) } catch { throw SiteError(error) }
    changes.removed.append(key)
  }
}
