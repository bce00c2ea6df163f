internal import SharedCloudRegistry

extension Publisher {
  /// Carries out what an interrupted publication had decided, where the destination is a directory.
  ///
  /// - Returns: Whether there was something to carry out.
  /// - Throws: ``PublishingError`` when it can't be carried out.
  @discardableResult
  public func recover() throws(PublishingError) -> Bool {
    guard let directory = RegistryDraft.directory(of: destination) else { return false }
    do throws(StoreError) {
      return try DirectoryPlacement(root: directory).recover()
    } catch {
      throw PublishingError(error.code == .preconditionFailed ? .conflict : .write, error)
    }
  }

  /// Puts a draft in place, whatever its plan refuses.
  ///
  /// A directory has all of the old registry or, even when the process is killed, all of the new
  /// one after the next ``recover()``. In a bucket index files come first and the catalog last;
  /// each is written only if nobody has changed it since the draft was made.
  ///
  /// - Parameters:
  ///   - draft: The draft.
  ///   - archive: The directory below the endpoint that keeps what is replaced; nil to let it go.
  /// - Throws: ``PublishingError``, with code `conflict` where somebody else published in between.
  public func publish(
    _ draft: RegistryDraft, keepingOldIn archive: String? = nil
  ) async throws(PublishingError) {
    var draft = draft
    if let archive { try await draft.keepOld(in: archive) }
    try await draft.place(counting: options.progress)
  }
}
