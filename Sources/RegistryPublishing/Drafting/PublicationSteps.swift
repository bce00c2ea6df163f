internal import ObjectStorage
internal import SharedCloudRegistry

/// The steps that every publication takes, in the only order that is safe.
struct PublicationSteps<Draft: Sendable> {
  let publisher: Publisher
  let settings: PublicationSettings
  /// How often to try if somebody else publishes at the same time.
  let attempts: Int
  /// The registry of a draft.
  let registry: @Sendable (Draft) -> RegistryDraft
  /// Is told each step.
  let onStep: Publication.Observer<Draft>

  /// Completes an interrupted publication, makes a draft, shows it, and puts it in place unless it
  /// is refused.
  ///
  /// - Parameter makeDraft: Makes a draft that has been checked; it is given the number of the attempt.
  /// - Returns: What was done.
  /// - Throws: ``PublishingError``.
  func run(
    _ makeDraft: (_ attempt: Int) async throws(PublishingError) -> Draft
  ) async throws(PublishingError) -> Publication {
    if !settings.isDry, try publisher.recover() { try onStep(.recovered) }
    var attempt = 1
    while true {
      do throws(PublishingError) {
        let draft = try await makeDraft(attempt)
        try onStep(.drafted(draft))
        return try await registry(draft).carryOut(settings, by: publisher.options)
      } catch  where error.code == .conflict && attempt < attempts {
        try onStep(.retrying(error))
        await delay(after: attempt)
        attempt += 1
      } catch  where error.code == .conflict && attempts > 1 {
        throw PublishingError(
          .conflict, address: error.address, detail: "\(error.detail); failed \(attempt) times")
      } catch {
        throw error
      }
    }
  }

  /// Waits for a random time: of several publishers one wins each time, and the others follow.
  private func delay(after attempt: Int) async {
    let longest = min(2000, 50 << attempt)
    // A task that is cancelled tries again at once, and the conflict shows.
    try? await pause(for: .milliseconds(Int.random(in: 0...longest)))
  }
}

extension RegistryDraft {
  /// Puts the draft in place, unless it is refused or only the plan is wanted.
  ///
  /// - Parameters:
  ///   - settings: What the run may do.
  ///   - options: The options of the publisher.
  /// - Returns: What was done.
  /// - Throws: ``PublishingError``, with code `conflict` if somebody else published meanwhile.
  func carryOut(
    _ settings: PublicationSettings, by options: Publisher.Options
  ) async throws(PublishingError) -> Publication {
    guard plan.refusals.isEmpty || settings.isForced else {
      return Publication(outcome: .refused, refusals: plan.refusals)
    }
    guard !settings.isDry else {
      return Publication(outcome: .planned, refusals: plan.refusals)
    }
    var draft = self
    if let archive = settings.archive {
      let time = options.now.text.filter { $0 != ":" && $0 != "-" }
      try await draft.keepOld(in: archive.directoryAddress + time + "/")
    }
    try await draft.place(counting: options.progress)
    return Publication(outcome: .published, refusals: plan.refusals)
  }
}
