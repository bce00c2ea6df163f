internal import Formats
internal import ObjectStorage

extension Headlines {
  /// The number of extra objects that are listed one by one.
  private static let listedExtra = 10

  /// Extra objects that are most of the mirror's have one cause.
  mutating func settleExtra() {
    let count = findings.count(of: .objectExtra)
    let all = totals.all
    let present = all.verdicts.reduce(0) { sum, entry in
      [.missing, .notMirrored].contains(entry.key) ? sum : sum + entry.value
    }
    guard count > Self.listedExtra, 2 * count > present,
      let first = findings.groups.filter({ $0.key.rule == .objectExtra })
        .compactMap(\.value.listed.first).min(by: { $0.key < $1.key })
    else { return }
    findings.remove { $0.rule == .objectExtra }
    var finding = first
    finding.dataset = nil
    finding.message =
      "\(count) of the mirror's \(present) objects are extra, such as this one: the source may not "
      + "be listed completely, or be another one"
    (finding.expected, finding.actual) = (nil, nil)
    findings.add(finding, in: "")
  }

  /// Documents that name one other endpoint throughout have one cause: it, or a map that lacks.
  mutating func settleEndpoint() {
    let places: Set<MirrorRule> = [.addressElsewhere, .indexAddressWrong]
    guard
      let endpoint = findings.groups.first(where: { $0.key.rule == .endpointOfSource }),
      var headline = endpoint.value.listed.first, let named = headline.actual, !named.isEmpty,
      ObjectAddress(named) != nil
    else { return settleIndexes() }
    let root = named.hasSuffix("/") ? named : named + "/"
    let groups = findings.groups.filter { places.contains($0.key.rule) }
    let isConsistent = groups.values.allSatisfy { group in
      group.listed.allSatisfy { $0.actual?.hasPrefix(root) == true }
    }
    guard isConsistent, !groups.isEmpty, !root.hasPrefix(sourceRoot) else {
      return settleIndexes()
    }
    func count(_ rule: MirrorRule) -> Int {
      groups.reduce(0) { $0 + ($1.key.rule == rule ? $1.value.count : 0) }
    }
    findings.remove { places.contains($0.rule) || $0 == endpoint.key }
    headline.message +=
      ", as in the index of \(Self.text(count(.indexAddressWrong), of: "dataset")) and in "
      + "\(Self.text(count(.addressElsewhere), of: "row")); if the mirror's documents are right, pass "
      + "--map \(sourceRoot)=\(root)"
    findings.add(headline, in: endpoint.key.file)
  }

  /// Index addresses that are wrong in most entries of the catalog have one cause.
  private mutating func settleIndexes() {
    let groups = findings.groups.filter { $0.key.rule == .indexAddressWrong }
    let count = groups.reduce(0) { $0 + $1.value.count }
    guard count > Self.listedExtra, 2 * count > datasets.count, let place = groups.keys.first,
      let first = groups.values.compactMap(\.listed.first)
        .min(by: { ($0.line ?? 0, $0.message) < ($1.line ?? 0, $1.message) })
    else { return }
    findings.remove { $0.rule == .indexAddressWrong }
    var finding = first
    finding.dataset = nil
    finding.message = "\(count) of \(datasets.count) datasets, such as: \(first.message)"
    findings.add(finding, in: place.file)
  }

  private static func text(_ count: Int, of noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
