internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension Drafting {
  /// Refuses to publish over a registry that can't be merged with this one.
  mutating func refuseForeign() {
    let endpoint = present.catalog?.root["endpoint"]?.string ?? ""
    if let list = present.catalog?.root["catalog"]?.elements,
      list.contains(where: { $0["loc"] != nil })
    {
      plan.refusals.append(.init(reason: "the destination has a registry of a version before 0.3"))
    }
    if !endpoint.isEmpty, !Self.isSame(endpoint, as: mission.endpoint) {
      plan.refuse(unless: .otherBucket, reason: "the destination has the registry of \(endpoint)")
    }
  }

  /// Refuses to publish into another bucket or directory than the endpoint: no reader would find
  /// the index files there.
  mutating func refuseOtherBucket() { Self.refuseOtherBucket(publisher, into: &plan) }

  static func refuseOtherBucket(_ publisher: Publisher, into plan: inout RegistryPlan) {
    let mission = publisher.mission
    guard let destination = BucketIdentity(publisher.destination),
      ObjectAddress(publisher.destination)?.scheme != "file",
      let endpoint = BucketIdentity(mission.endpoint)
    else { return }
    guard let isSame = destination.isSame(as: endpoint).value else { return }
    if isSame, slashed(destination.key).utf8.elementsEqual(slashed(endpoint.key).utf8) { return }
    plan.refuse(
      unless: .otherBucket,
      reason: "\(publisher.destination) is not the endpoint \(mission.endpoint)")
  }

  /// Notes what the sources don't tell.
  mutating func noteGaps(in gathering: borrowing FileGathering) {
    let counts = gathering.counts
    if counts.unsized > 0, let first = counts.firstUnsized {
      plan.notices.append(
        "\(counts.unsized.counted("file")) without a size in bytes, first \(first): web servers "
          + "round sizes on their pages, and rclone writes -1 for unknown sizes; use a listing with "
          + "exact sizes")
    }
    if counts.untimed > 0, let first = counts.firstUntimed {
      plan.notices.append(
        "\(counts.untimed.counted("file")) without a time of writing, first \(first): the greatest "
          + "version counts as the newest")
    }
    if gathering.unkept > 0 {
      plan.notices.append(
        "more than \(UnclaimedObjects.limit) objects belong to no dataset: rows of the others "
          + "count as missing")
    }
  }

  /// Notes the rows that no source could show, since it lists only what begins with a prefix, or
  /// lacks the content of a directory or a link.
  mutating func noteScopes(of gathering: borrowing FileGathering) {
    guard !isSelective else { return }
    if gathering.outside > 0 {
      plan.notices.append(
        "\(gathering.outside.counted("row")) outside \(gathering.scopes.text), to which the sources "
          + "are limited: they stay")
    }
    let (count, first) = gathering.unlisted
    if count > 0 {
      plan.notices.append(
        "\(count.counted("row")) in directories or links whose content the sources do not list, first "
          + "\(String(decoding: first, as: UTF8.self)): they stay")
    }
  }

  /// Refuses a listing, or rows, that give a file several sizes.
  mutating func refuse(
    _ sizes: SizeContradictions, of what: String? = nil, dataset: String
  ) {
    let what = what ?? (sizes.isOfRows ? "the present rows" : "the sources")
    let more = sizes.count - 1
    plan.refuse(
      unless: .contradiction, dataset: dataset,
      reason: "\(what) contradict each other: \(sizes.first)"
        + (more > 0 ? ", and so for \(more.counted("more file"))" : ""))
  }

  /// Whether two addresses are certainly one directory.
  private static func isSame(_ one: String, as other: String) -> Bool {
    if slashed(one).utf8.elementsEqual(slashed(other).utf8) { return true }
    guard let first = BucketIdentity(one), let second = BucketIdentity(other) else { return false }
    return first.isSame(as: second).value == true
      && slashed(first.key).utf8.elementsEqual(slashed(second.key).utf8)
  }

  private static func slashed(_ address: String) -> String {
    address.isEmpty ? address : address.directoryAddress
  }
}
