/// What a run has done.
public struct Publication: Sendable, Hashable {
  /// How a run ended.
  public enum Outcome: Sendable, Hashable {
    /// The registry at the destination is the one of the plan.
    case published
    /// The plan has refusals, so nothing was written.
    case refused
    /// Only the plan was wanted, so nothing was written.
    case planned
  }

  /// Something that happens during a run, in this order.
  public enum Step<Draft: Sendable>: Sendable {
    /// An interrupted publication was completed.
    case recovered
    /// The registry is made and checked, and nothing is written yet.
    case drafted(Draft)
    /// Somebody else published in the meantime; the run starts again after a moment.
    case retrying(PublishingError)
  }

  /// Is told the steps of a run; if it throws, nothing is published.
  public typealias Observer<Draft: Sendable> =
    @Sendable (Step<Draft>) throws(PublishingError) -> Void

  /// How the run ended.
  public let outcome: Outcome
  /// Why the plan was refused, even if the run was forced.
  public let refusals: [RegistryPlan.Refusal]
}

/// What a run may do.
public struct PublicationSettings: Sendable, Hashable {
  /// Whether only the plan is made.
  public var isDry = false
  /// Whether a plan with refusals is carried out.
  public var isForced = false
  /// The directory below the endpoint that keeps replaced and deleted objects, in a folder named by
  /// the time; nil to discard them.
  public var archive: String?

  /// Creates settings.
  ///
  /// - Parameters:
  ///   - isDry: Whether only the plan is made.
  ///   - isForced: Whether a plan with refusals is carried out.
  ///   - archive: The directory below the endpoint that keeps replaced and deleted objects.
  public init(isDry: Bool = false, isForced: Bool = false, archive: String? = nil) {
    self.isDry = isDry
    self.isForced = isForced
    self.archive = archive
  }
}
