internal import Formats
internal import Glibc
internal import SharedCloudRegistry
internal import Synchronization

/// Puts a draft in place in a directory, so that an interruption at any point loses nothing.
///
/// New files are written to a staging directory and synced to disk. Then a journal says where they
/// belong; from then on the new registry counts. If the journal is interrupted, the next run
/// completes it. Each file is replaced atomically, the catalog last.
struct DirectoryPlacement {
  private let root: String
  private let staging: String
  private let progress: PublishingProgress

  private static let journalName = "journal.json"
  /// The files that are written at a time: syncing a file is usually waiting.
  private static let width = 16

  /// Creates a directory placement.
  ///
  /// - Parameters:
  ///   - root: The directory of the registry, with its final slash.
  ///   - progress: Counts what is written.
  init(root: String, _ progress: PublishingProgress = PublishingProgress()) {
    self.root = root
    self.progress = progress
    staging = root + ".scregistry-staging/"
  }

  /// Completes an interrupted journal, and removes staged files without a journal.
  ///
  /// - Returns: Whether a journal was completed.
  @discardableResult
  func recover() throws(StoreError) -> Bool {
    guard PathKind(staging) == .directory else { return false }
    // If somebody else is publishing, nothing is interrupted.
    guard let lock = try StagingLock(staging) else { return false }
    defer { lock.release() }
    let journal = staging + Self.journalName
    let isDecided = PathKind(journal) == .file
    if isDecided { try carryOut(journal) }
    removeStaging()
    return isDecided
  }

  /// Puts objects in place.
  func place(_ objects: [RegistryDraft.Object]) async throws(StoreError) {
    let lock = try await lockedStaging()
    defer { lock.release() }
    do throws(StoreError) {
      // Somebody else was interrupted since this publication began; what was decided counts.
      if PathKind(staging + Self.journalName) == .file {
        try carryOut(staging + Self.journalName)
      }
      let faults = await withTaskExecutorPreference(BlockingExecutor(threads: Self.width)) {
        await Array(objects.enumerated()).parallelMap(width: Self.width) { number, object in
          stage(object, number)
        }
      }
      if let fault = faults.compactMap(\.self).first { throw fault }
      AtomicFile.sync(directory: staging)
      // Each object must be in the state that was read, or somebody else's work would be lost.
      for object in objects { try check(object) }
      let journal = try AtomicFile(staging + Self.journalName)
      try journal.append(JSONWriter.write(.array(Self.steps(of: objects))).span)
      try journal.commit()
    } catch {
      removeStaging()
      throw error
    }
    try carryOut(staging + Self.journalName)
    removeStaging()
  }

  /// How often to try to lock the directory, a twentieth of a second apart.
  private static let patience = 600

  /// Makes the staging directory and waits until nobody else uses it.
  private func lockedStaging() async throws(StoreError) -> StagingLock {
    for _ in 0..<Self.patience {
      try makeDirectories(staging)
      if let lock = try StagingLock(staging) { return lock }
      guard (try? await Task.sleep(for: .milliseconds(50))) != nil else {
        throw StoreError(.cancelled, address: root, detail: "the publication was cancelled")
      }
    }
    throw StoreError(
      .preconditionFailed, address: root, detail: "somebody else is publishing here")
  }

  private func check(_ object: RegistryDraft.Object) throws(StoreError) {
    guard FileIdentity(root + object.key)?.etag != object.etag else { return }
    throw StoreError(
      .preconditionFailed, address: root + object.key,
      detail: "somebody else changed it in the meantime")
  }

  /// Writes an object to the staging directory; returns the error, if any.
  private func stage(_ object: RegistryDraft.Object, _ number: Int) -> StoreError? {
    guard let content = object.content else { return nil }
    let path = staging + String(number)
    do throws(StoreError) {
      let file = try AtomicFile(path)
      try content.forEachChunk { bytes throws(StoreError) in
        try file.append(bytes.span)
        progress.bytes.add(bytes.count, ordering: .relaxed)
      }
      try file.commit(syncsDirectory: false)
    } catch {
      return error
    }
    if let before = FileIdentity(root + object.key) { unsafe _ = chmod(path, before.mode) }
    return nil
  }

  /// The steps of the journal for objects.
  private static func steps(of objects: [RegistryDraft.Object]) -> [JSONValue] {
    objects.enumerated().map { number, object in
      guard object.content != nil else { return ["key": .string(object.key)] }
      return ["file": .string(String(number)), "key": .string(object.key)]
    }
  }

  /// Carries out a journal; completed steps have no further effect.
  private func carryOut(_ journal: String) throws(StoreError) {
    let steps = try steps(of: journal)
    for step in steps {
      let target = AtomicFile.resolved(root + step.key)
      guard let file = step.file else {
        guard unsafe unlink(target) != 0, errno != ENOENT else { continue }
        throw StoreError(errno: errno, address: target)
      }
      guard PathKind(staging + file) == .file else { continue }
      try makeDirectories(AtomicFile.directory(of: target) + "/")
      guard unsafe rename(staging + file, target) == 0 else {
        throw StoreError(errno: errno, address: target)
      }
    }
    for directory in Set(steps.map { AtomicFile.directory(of: root + $0.key) }) {
      AtomicFile.sync(directory: directory)
    }
    unsafe _ = unlink(journal)
    AtomicFile.sync(directory: staging)
  }

  private func steps(of journal: String) throws(StoreError) -> [(file: String?, key: String)] {
    let bytes = try DirectoryStore(root: "").read(journal, limit: 256 << 20)
    guard let document = try? JSONParser.parse(bytes) else {
      throw StoreError(.malformed, address: journal, detail: "the journal is not JSON")
    }
    var steps: [(file: String?, key: String)] = []
    for step in document.root.elements {
      let key = step["key"]?.text ?? ""
      let file = step["file"]?.text
      let isNumber = file?.utf8.allSatisfy { $0 &- 0x30 < 10 } ?? true
      guard !key.isEmpty, isNumber,
        !ObjectAddress(scheme: "file", bucket: "", key: key).hasUnsafeKey
      else { throw StoreError(.malformed, address: journal, detail: "a step can't be carried out") }
      steps.append((file, key))
    }
    return steps
  }

  private func makeDirectories(_ path: String) throws(StoreError) {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      let directory = String(path[..<slash])
      end = slash
      guard unsafe mkdir(directory, 0o777) != 0, errno != EEXIST, errno != EISDIR else { continue }
      let code = errno
      if PathKind(directory) == .directory { continue }
      throw StoreError(errno: code, address: directory)
    }
  }

  /// Removes the staging directory; links in it are not followed.
  private func removeStaging() {
    guard let directory = unsafe opendir(staging) else { return }
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { unsafe _ = unlink(staging + name) }
    }
    unsafe _ = closedir(directory)
    unsafe _ = rmdir(staging)
  }
}
