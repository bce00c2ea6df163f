/// A guard against a publication that is probably not intended, which users can open by its name.
public enum PublishingGuard: String, Sendable, Hashable, CaseIterable {
  /// Many rows would be removed, or moved to another key.
  case removal
  /// A dataset would start later.
  case laterStart = "later-start"
  /// A dataset would end earlier.
  case earlierEnd = "earlier-end"
  /// The times of a dataset are implausible.
  case doubtfulTimes = "doubtful-times"
  /// The destination belongs to another bucket than the endpoint.
  case otherBucket = "other-bucket"
  /// Rows would be removed or moved, or get another size, because of a listing that is older than
  /// they may be.
  case olderEvidence = "older-evidence"
  /// The sources contradict each other.
  case contradiction
  /// A source is incomplete.
  case incompleteSource = "incomplete-source"
  /// The present index has rows that can't be read, and would be lost.
  case unreadableRows = "unreadable-rows"
  /// The present index has columns that the mission lacks, and that would be lost.
  case lostColumns = "lost-columns"
  /// Two templates of the mission make the same dataset.
  case duplicateTemplate = "duplicate-template"
  /// The result would break rules.
  case rules
  /// No row would remain.
  case empty
}

extension RegistryPlan {
  /// Refuses the plan, unless the guard is open.
  ///
  /// - Parameters:
  ///   - opening: The guard.
  ///   - dataset: The dataset; nil for the whole registry.
  ///   - reason: The reason, in one line.
  mutating func refuse(
    unless opening: PublishingGuard, dataset: String? = nil, reason: String
  ) {
    guard allowed.contains(opening) else {
      refusals.append(.init(dataset: dataset, reason: reason, opening: opening))
      return
    }
    let place = dataset.map { "\($0): " } ?? ""
    notices.append("\(place)\(reason) (allowed by --allow \(opening.rawValue))")
  }
}
