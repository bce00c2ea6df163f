internal import Files
internal import Glibc
internal import Listings
internal import ObjectStorage
internal import SharedCloudRegistry

/// A publication with a complete journal: its staged files only have to be moved into place.
///
/// After an interruption somebody else may have changed the registry: with another program, or by
/// copying a newer state over it. Then the newer registry counts, and the publication is abandoned:
/// its staging directory gets another name, so that nothing is lost and the next run can publish.
struct DecidedPublication {
  private let journal: PlacementJournal
  private let directory: ConfinedDirectory
  private let staging: ConfinedDirectory

  /// The name of the staging directory.
  static let stagingName = StagedFiles.prefix + StagedFiles.staging
  private static let abandonedName = StagedFiles.prefix + StagedFiles.abandoned

  /// Creates a publication.
  ///
  /// - Parameters:
  ///   - journal: Its journal.
  ///   - directory: The directory of the registry.
  ///   - staging: The staging directory, which is locked.
  init(_ journal: PlacementJournal, in directory: ConfinedDirectory, staging: ConfinedDirectory) {
    self.journal = journal
    self.directory = directory
    self.staging = staging
  }

  /// Completes it after an interruption, if each file is in the state that was read, or in the new
  /// one.
  ///
  /// - Throws: ``StoreError`` with code `preconditionFailed` if somebody else changed a file since;
  ///   other codes if it can't be completed.
  func resume() throws(StoreError) {
    // Nothing is moved before everything can be.
    if let fault = ReservedNames.fault(ofKeys: journal.steps.map(\.key)) {
      throw abandon(directory.path + "/" + fault.key, detail: fault.detail)
    }
    for step in journal.steps {
      let isExpected: Bool
      do throws(FileError) {
        isExpected = try self.isExpected(step)
      } catch {
        throw Self.isLasting(error) ? abandon(error.path, detail: error.detail) : StoreError(error)
      }
      guard isExpected else {
        throw abandon(
          directory.path + "/" + step.key, code: .preconditionFailed,
          detail: "somebody else changed it after a publication was interrupted")
      }
    }
    try complete()
  }

  /// Moves all files into place; steps that are done have no further effect.
  ///
  /// - Throws: ``StoreError`` if one can't be moved.
  func complete() throws(StoreError) {
    do throws(FileError) {
      try carryOut()
    } catch  where Self.isLasting(error) {
      throw abandon(error.path, detail: error.detail)
    } catch {
      throw StoreError(error)
    }
  }

  private func carryOut() throws(FileError) {
    for step in journal.steps {
      guard let file = step.file else {
        try directory.delete(step.key)
        continue
      }
      guard staging.status(of: file)?.kind == S_IFREG else { continue }
      try staging.move(file, to: directory, at: step.key)
    }
    let root = directory.path + "/"
    for folder in Set(journal.steps.map { AtomicFile.directory(of: root + $0.key) }) {
      AtomicFile.sync(directory: folder)
    }
    try staging.delete(PlacementJournal.name)
    staging.sync()
  }

  /// Whether the target of a step is as the journal says: as it was read if the step is to be done,
  /// as it is staged if the step is done.
  private func isExpected(_ step: PlacementJournal.Step) throws(FileError) -> Bool {
    // A journal of an earlier version does not say.
    guard let before = step.before else { return false }
    let now = try directory.state(of: step.key)
    let isStaged = step.file.map { staging.status(of: $0)?.kind == S_IFREG } ?? false
    if step.file == nil, now.isEmpty { return true }
    if now == (isStaged || step.file == nil ? before : step.after) { return true }
    // A copy of the same bytes has another state, but nothing of it would be lost.
    guard !now.isEmpty else { return false }
    let content = try directory.digest(of: step.key)
    if content == step.contentAfter { return true }
    return content == step.contentBefore && (isStaged || step.file == nil)
  }

  /// Whether another attempt would fail in the same way.
  private static func isLasting(_ error: FileError) -> Bool {
    switch error.code {
    case .notFound, .notAFile, .outside, .unusableName: true
    case .accessDenied, .noRoom, .failed: false
    }
  }

  /// Moves the staging directory aside.
  ///
  /// - Returns: The error to throw.
  private func abandon(
    _ address: String, code: StoreError.Code = .unavailable, detail: String
  ) -> StoreError {
    let names = (1...9999).lazy.map { Self.abandonedName + String($0) }
    let name = names.first { directory.status(of: $0) == nil }
    guard let name, directory.rename(Self.stagingName, to: name) else {
      return StoreError(
        code, address: address,
        detail: "\(detail); the journal \(staging.path)/\(PlacementJournal.name) can't be carried "
          + "out: delete \(staging.path) and publish again")
    }
    return StoreError(
      code, address: address,
      detail: "\(detail); its journal is not carried out, and is now in \(directory.path)/\(name): "
        + "publish again, then delete that directory")
  }
}

extension ConfinedDirectory {
  /// The SHA-256 of a file.
  ///
  /// - Parameter key: The key of the file.
  /// - Returns: The digest; empty if there is no such file.
  /// - Throws: ``FileError`` if it can't be read.
  func digest(of key: String) throws(FileError) -> String {
    let digest = RunningDigest(.sha256)
    return try read(key) { digest.add($0.span) } ? digest.finish() : ""
  }

  /// The state of a file: another one shows that somebody wrote it since.
  ///
  /// - Parameter key: The key of the file.
  /// - Returns: The state; empty if there is no such file.
  /// - Throws: ``FileError`` if the key could lead out, or a part of it is a link.
  func state(of key: String) throws(FileError) -> String {
    guard let (directory, name) = try place(of: key) else { return "" }
    return directory.status(of: name)?.state ?? ""
  }
}
