internal import SharedCloudRegistry

extension Publisher {
  /// Carries out what an interrupted publication had decided, where the destination is a directory.
  ///
  /// - Returns: Whether there was something to carry out.
  /// - Throws: ``PublishingError`` when it can't be carried out.
  @discardableResult
  public func recover() throws(PublishingError) -> Bool {
    guard let directory else { return false }
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
  /// - Parameter draft: The draft.
  /// - Throws: ``PublishingError``, with code `conflict` where somebody else published in between.
  public func publish(_ draft: RegistryDraft) async throws(PublishingError) {
    guard !draft.objects.isEmpty else { return }
    do throws(StoreError) {
      if let directory {
        try DirectoryPlacement(root: directory).place(draft.objects)
      } else {
        try await StoragePlacement(place: draft.present.place).place(draft.objects)
      }
    } catch {
      throw PublishingError(error.code == .preconditionFailed ? .conflict : .write, error)
    }
  }

  /// The directory that is published to; nil if it is no directory.
  private var directory: String? {
    if ObjectAddress(destination) == nil { return destination }
    guard destination.hasPrefix("file://") else { return nil }
    return String(destination.dropFirst(7))
  }
}
