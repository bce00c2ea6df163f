internal import ObjectStorage
internal import SharedCloudRegistry

extension Publisher {
  /// Completes an interrupted publication, if the destination is a directory.
  ///
  /// - Returns: Whether there was something to complete.
  /// - Throws: ``PublishingError`` when it can't be completed.
  package func recover() throws(PublishingError) -> Bool {
    try RegistryDraft.completeInterrupted(at: destination)
  }

  /// Puts a draft in place, even if its plan has refusals.
  ///
  /// A directory has either the whole old registry or the whole new one; if the process is killed,
  /// the next ``recover()`` completes it. In a bucket, index files come first and the catalog last;
  /// each is written only if nobody changed it since the draft was made.
  ///
  /// - Parameters:
  ///   - draft: The draft.
  ///   - archive: The directory below the endpoint for replaced objects; nil to discard them.
  /// - Throws: ``PublishingError``, with code `conflict` if somebody else published meanwhile.
  package func publish(
    _ draft: RegistryDraft, keepingOldIn archive: String? = nil
  ) async throws(PublishingError) {
    var draft = draft
    if let archive { try await draft.keepOld(in: archive) }
    try await draft.place(counting: options.progress)
  }
}

extension RegistryDraft {
  /// Completes an interrupted publication, if the destination is a directory.
  ///
  /// - Parameter destination: The directory or address of catalog.json.
  /// - Returns: Whether there was something to complete.
  /// - Throws: ``PublishingError`` when it can't be completed.
  @discardableResult
  static func completeInterrupted(at destination: String) throws(PublishingError) -> Bool {
    guard let directory = directory(of: destination) else { return false }
    do throws(StoreError) {
      return try DirectoryPlacement(root: directory).recover()
    } catch {
      throw PublishingError(error.code == .preconditionFailed ? .conflict : .write, from: error)
    }
  }
}
