internal import Files
internal import Glibc
internal import ObjectStorage
internal import SharedCloudRegistry
internal import Synchronization

/// Puts a draft in place in a directory, so that an interruption at any point loses nothing.
///
/// New files are written to a staging directory and synced to disk. Then a journal says where they
/// belong; from then on the new registry counts. If the journal is interrupted, the next run
/// completes it. Each file is replaced atomically, the catalog last.
struct DirectoryPlacement {
  private let root: String
  private let progress: PublishingProgress
  private let secret: UserSecret?

  private static let stagingName = DecidedPublication.stagingName
  /// The files that are written at a time: syncing a file is usually waiting.
  private static let width = 16

  /// Creates a directory placement.
  ///
  /// - Parameters:
  ///   - root: The directory of the registry, with its final slash.
  ///   - progress: Counts what is written.
  ///   - secret: The secret of the user, without which nothing is resumed.
  init(
    root: String, progress: PublishingProgress = PublishingProgress(),
    secret: UserSecret? = UserSecret()
  ) {
    self.root = root
    self.progress = progress
    self.secret = secret
  }

  /// Completes an interrupted journal, and removes staged files without a journal.
  ///
  /// - Returns: Whether a journal was completed.
  /// - Throws: `StoreError` if it fails, or somebody else wrote the journal.
  @discardableResult
  func recover() throws(StoreError) -> Bool {
    guard PathKind(root) == .directory else { return false }
    let directory = try StoreError.describing(ConfinedDirectory(root))
    guard let staging = try StoreError.describing(directory.directory(Self.stagingName)) else {
      return false
    }
    // If somebody else is publishing, nothing is interrupted.
    guard Self.isLocked(staging, in: directory) else { return false }
    let isDecided = staging.status(of: PlacementJournal.name) != nil
    if isDecided {
      let journal = try PlacementJournal(reading: directory, staging: staging, secret: secret)
      try DecidedPublication(journal, in: directory, staging: staging).resume()
    }
    Self.remove(staging, from: directory)
    return isDecided
  }

  /// Puts objects in place.
  func place(_ objects: [RegistryDraft.Object]) async throws(StoreError) {
    if let fault = ReservedNames.fault(ofKeys: objects.map(\.key)) {
      throw StoreError(
        .notAnObject, address: root + fault.key,
        detail: "it can't be a file of the registry: \(fault.detail); nothing was changed")
    }
    try StoreError.describing(DirectoryNames.makeDirectories(root))
    let directory = try StoreError.describing(ConfinedDirectory(root))
    for object in objects { try StoreError.describing(directory.check(object.key)) }
    let staging = try await lockedStaging(in: directory)
    // Somebody else was interrupted since this publication began; what was decided counts.
    if staging.status(of: PlacementJournal.name) != nil {
      let journal = try PlacementJournal(reading: directory, staging: staging, secret: secret)
      try DecidedPublication(journal, in: directory, staging: staging).resume()
    }
    // Somebody may have put links there, through which staged files would be written.
    staging.deleteFiles()
    let journal: PlacementJournal
    do throws(StoreError) {
      let folder = staging.path + "/"
      let faults = await withTaskExecutorPreference(ThreadPool(threads: Self.width)) {
        await Array(objects.enumerated()).parallelMap(width: Self.width) { number, object in
          stage(object, path: folder + String(number))
        }
      }
      if let fault = faults.compactMap(\.self).first { throw fault }
      staging.sync()
      // Each object must be in the state that was read, or somebody else's work would be lost.
      for object in objects { try check(object) }
      journal = PlacementJournal(
        try StoreError.describing(Self.steps(of: objects, in: directory, staging: staging)))
      let bytes = journal.bytes(directory, staging: staging, secret: secret)
      try StoreError.describing(Self.write(bytes, to: folder + PlacementJournal.name))
    } catch {
      Self.remove(staging, from: directory)
      throw error
    }
    try DecidedPublication(journal, in: directory, staging: staging).complete()
    Self.remove(staging, from: directory)
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let file = try AtomicFile(path)
    try file.append(bytes.span)
    try file.commit()
  }

  private func check(_ object: RegistryDraft.Object) throws(StoreError) {
    guard FileIdentity(root + object.key)?.etag != object.etag else { return }
    throw StoreError(
      .preconditionFailed, address: root + object.key,
      detail: object.etag == nil
        ? "it exists already, and the registry does not list it; move it away"
        : "somebody else changed it in the meantime")
  }

  /// Writes an object to the staging directory; returns the error, if any.
  private func stage(_ object: RegistryDraft.Object, path: String) -> StoreError? {
    guard let content = object.content else { return nil }
    do throws(StoreError) {
      let file = try StoreError.describing(AtomicFile(path))
      try content.forEachChunk { bytes throws(StoreError) in
        try StoreError.describing(file.append(bytes.span))
        progress.bytes.add(bytes.count, ordering: .relaxed)
      }
      do throws(FileError) {
        try file.commit(syncsDirectory: false)
      } catch {
        throw StoreError(error)
      }
    } catch {
      return error
    }
    if let before = FileIdentity(root + object.key) { POSIX.chmod(path, mode: before.mode) }
    return nil
  }

  /// The steps of the journal for objects.
  private static func steps(
    of objects: [RegistryDraft.Object], in directory: ConfinedDirectory, staging: ConfinedDirectory
  ) throws(FileError) -> [PlacementJournal.Step] {
    var steps: [PlacementJournal.Step] = []
    for (number, object) in objects.enumerated() {
      let file = object.content == nil ? nil : String(number)
      var content: String?
      if let file { content = try staging.digest(of: file) }
      steps.append(
        .init(
          file: file, key: object.key, before: try directory.state(of: object.key),
          after: file.flatMap { staging.status(of: $0)?.state },
          contentBefore: try directory.digest(of: object.key), contentAfter: content))
    }
    return steps
  }

  private static func remove(_ staging: ConfinedDirectory, from directory: ConfinedDirectory) {
    staging.deleteFiles()
    directory.deleteDirectory(stagingName)
  }

  /// How often to try to lock the directory, a twentieth of a second apart.
  private static let patience = 600

  /// Makes the staging directory and waits until nobody else uses it.
  private func lockedStaging(
    in directory: ConfinedDirectory
  ) async throws(StoreError) -> ConfinedDirectory {
    for _ in 0..<Self.patience {
      let staging = try StoreError.describing(
        directory.directory(Self.stagingName, creates: true))
      if let staging, Self.isLocked(staging, in: directory) { return staging }
      guard (try? await pause(for: .milliseconds(50))) != nil else {
        throw StoreError(.cancelled, address: root, detail: "the publication was cancelled")
      }
    }
    throw StoreError(
      .preconditionFailed, address: root, detail: "somebody else is publishing here")
  }

  /// Locks a staging directory, and returns whether the lock counts.
  ///
  /// The directory is removed at the end of a publication, so the name may lead to another one by
  /// now.
  private static func isLocked(
    _ staging: ConfinedDirectory, in directory: ConfinedDirectory
  ) -> Bool {
    guard staging.lock(), let own = staging.status?.number else { return false }
    return directory.status(of: stagingName)?.number == own
  }
}
