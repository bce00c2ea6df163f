internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Notices about what was not seen; nothing else follows from it.
extension ValidationRun {
  /// Notes a gap of a tree, once.
  ///
  /// - Parameters:
  ///   - gap: The gap.
  ///   - store: The store it is in.
  ///   - scopes: What could not be checked.
  ///   - rules: The rules that could not be evaluated.
  mutating func note(
    _ gap: ListingGap, in store: ObjectTree, scopes: [Rule.Scope], rules: [RuleID] = []
  ) {
    let uri = store.displayName(of: gap.key)
    let reason = "\(uri) can't be read: \(gap.error.detail)"
    let isNew = !notedGaps.contains(uri)
    notedGaps.insert(uri)
    guard gap.kind != .withheld else {
      return noteWithheld(uri, error: gap.error, scopes: scopes, rules: rules, isNew: isNew)
    }
    guard isNew else { return coverage.obstruct(scopes, because: reason) }
    gapCounts[gap.kind, default: 0] += 1
    guard gapCounts[gap.kind, default: 0] <= Self.mostListedGaps else { return }
    unreadable(gap.error, uri: uri, scopes: scopes)
    for rule in rules { coverage.obstruct(rule: rule, because: reason) }
  }

  /// Notes an optional document that is absent or forbidden.
  mutating func noteWithheld(
    _ uri: String, error: StoreError, scopes: [Rule.Scope], rules: [RuleID] = [],
    isNew: Bool = true
  ) {
    let reason = "absent or forbidden: \(error.detail)"
    coverage.tolerate(scopes, rules: rules, because: "\(uri): \(reason)")
    if isNew { notices.append(Notice(.absentOrForbidden, reason, uri: uri)) }
  }

  /// The maximum number of gaps of each kind with a notice.
  private static var mostListedGaps: Int { 20 }

  /// Notes how many gaps have no notice.
  mutating func noteUnlistedGaps() {
    for kind in [ListingGap.Kind.failed, .brokenLink, .circularLink, .repeatedLink, .special] {
      let count = gapCounts[kind, default: 0]
      guard count > Self.mostListedGaps else { continue }
      let what =
        switch kind {
        case .brokenLink: "symbolic links lead nowhere"
        case .circularLink: "symbolic links lead back to themselves"
        case .repeatedLink: "symbolic links lead to directories listed elsewhere"
        case .special: "pipes, sockets and devices are not read"
        case .failed, .withheld: "files and directories can't be read"
        }
      let reason = "\(count) \(what); the first \(Self.mostListedGaps) have a notice"
      notices.append(Notice(.unreadable, reason, uri: target))
      coverage.obstruct([.index, .row, .bucket, .object], because: "\(target): \(reason)")
    }
    gapCounts = [:]
  }

  /// Notes what is not known about the files of datasets.
  mutating func noteGaps(of plan: BucketPlan) {
    for dataset in plan.datasets {
      guard let store = dataset.store else { continue }
      let files = dataset.gaps.files.map(\.gap) + (dataset.gaps.directory.map { [$0] } ?? [])
      for gap in files { note(gap, in: store, scopes: [.index, .row, .bucket]) }
      for gap in dataset.gaps.infos {
        note(gap, in: store, scopes: [.info], rules: Self.rulesOnInfos)
      }
    }
  }

  /// The rules on index files and buckets that need the info documents.
  static var rulesOnInfos: [RuleID] {
    [.extraColumnsUndeclared, .extraColumnsDiffer, .twoInfoFiles]
  }

  /// Notes the parts of a tree whose objects are not known.
  mutating func noteGaps(of tree: BucketTree, _ check: ObjectCheck) {
    for mount in tree.mounts where mount.isWhole {
      for gap in mount.files.gaps.all where gap.kind.isFailure {
        note(gap, in: mount.store, scopes: [.object])
      }
      for (path, gap) in check.followed.sorted(by: { $0.key < $1.key })
      where mount.store.displayName(of: gap.key) == path {
        note(gap, in: mount.store, scopes: [.object])
      }
    }
  }
}
