internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Compares the catalogs of the two sides.
struct CatalogComparison {
  let source: MirrorCatalog
  let mirror: MirrorCatalog
  let roots: MirrorRoots
  let scope: MirrorScope
  /// The address or path of the mirror's catalog.
  let name: String
  /// The longest lag that is allowed, in seconds; nil if none was stated.
  let allowedLag: Int?
  /// The ids of the datasets of which all rows are outside the scope.
  let unneeded: Set<String>
  private let lines: LineIndex

  /// Prepares.
  ///
  /// - Parameters:
  ///   - source: The source's catalog.
  ///   - mirror: The mirror's catalog.
  ///   - roots: The roots of the two sides.
  ///   - scope: The datasets that count.
  ///   - name: The address or path of the mirror's catalog.
  ///   - allowedLag: The longest lag that is allowed, in seconds; nil if none was stated.
  ///   - unneeded: The ids of the datasets of which all rows are outside the scope.
  init(
    source: MirrorCatalog, mirror: MirrorCatalog, roots: MirrorRoots, scope: MirrorScope,
    name: String, allowedLag: Int?, unneeded: Set<String>
  ) {
    self.source = source
    self.mirror = mirror
    self.roots = roots
    self.scope = scope
    self.name = name
    self.allowedLag = allowedLag
    self.unneeded = unneeded
    lines = LineIndex(mirror.bytes)
  }

  /// The fields of an entry that are compared apart.
  private static let ownFields: Set<String> = [
    "id", "index", "loc", "start", "stop", "startdate", "stopdate", "startDate", "stopDate",
    "modification", "modificationDate", "verified",
  ]

  /// Compares, and adds the findings.
  func compare(into findings: inout FindingCollector) {
    compareBucket(&findings)
    for entry in source.entries where scope.contains(dataset: entry.id) {
      guard let copy = mirror[entry.id] else {
        guard !unneeded.contains(entry.id) else { continue }
        report(
          .datasetMissing, of: entry.id, message: "the catalog lacks the dataset \(entry.id)",
          to: &findings)
        continue
      }
      compareIndex(entry, with: copy, to: &findings)
      compareTimes(entry, with: copy, to: &findings)
      compareFields(entry, with: copy, to: &findings)
    }
    for id in mirror.doubled where scope.contains(dataset: id) && !source.doubled.contains(id) {
      report(
        .datasetChanged, of: id,
        message: "several entries have the id \(id); only the first was compared",
        to: &findings)
    }
    for entry in mirror.entries where source[entry.id] == nil {
      guard scope.contains(dataset: entry.id) else { continue }
      report(
        .datasetExtra, of: entry.id, message: "the source's catalog does not have the dataset",
        to: &findings)
    }
  }

  /// Adds a finding, at a member of the dataset's entry or of the catalog.
  private func report(
    _ rule: MirrorRule, of dataset: String?, message: String, to findings: inout FindingCollector,
    at names: [String] = [], expected: String? = nil, actual: String? = nil
  ) {
    var finding = MirrorFinding(
      rule, uri: name, key: MirrorCatalog.key, dataset: dataset, saying: message)
    finding.expected = expected
    finding.actual = actual
    if let place = mirror.place(ofDataset: dataset, names) {
      let position = lines.position(at: place.offset)
      finding.pointer = place.pointer
      (finding.line, finding.column) = (position.line, position.column)
    }
    findings.add(finding, in: MirrorCatalog.key)
  }

  private func compareBucket(_ findings: inout FindingCollector) {
    if let endpoint = source.endpoint, let expected = roots.map.mapped(endpoint) {
      let own = mirror.endpoint ?? ""
      let isSame =
        own.hasSameBytes(as: expected)
        || BucketIdentity.key(of: own, below: expected)?.isEmpty == true
      if !isSame {
        report(
          .endpointOfSource, of: nil,
          message: own.hasSameBytes(as: endpoint)
            ? "endpoint is still \(endpoint)" : "endpoint is \(own.isEmpty ? "missing" : own)",
          to: &findings, at: ["endpoint"], expected: expected, actual: own)
      }
    }
    guard !roots.map.isIdentity else { return }
    if let text = source[field: "name"], text == mirror[field: "name"] {
      report(
        .nameOfSource, of: nil, message: "name is still \(text)", to: &findings, at: ["name"],
        actual: text)
    }
    if let text = source[field: "contact"], text == mirror[field: "contact"] {
      report(
        .contactOfSource, of: nil, message: "contact is still \(text)", to: &findings,
        at: ["contact"],
        actual: text)
    }
  }

  private func compareIndex(
    _ entry: MirrorCatalog.Entry, with copy: MirrorCatalog.Entry,
    to findings: inout FindingCollector
  ) {
    guard let index = entry.index else { return }
    let expected = ObjectAddress(index) == nil ? index : roots.map.mapped(index)
    guard let expected else { return }
    let own = copy.index ?? ""
    guard !own.hasSameBytes(as: expected),
      BucketIdentity.key(of: own, below: expected)?.isEmpty != true
    else { return }
    let form = RewriteForm(map: roots.map).explanations(of: own).first {
      $0.meant.elementsEqual(expected.utf8)
    }
    let how =
      switch form?.rule {
      case .addressNotRewritten: "is still the source's"
      case .addressRewrittenTwice: "was rewritten twice"
      case .addressRewrittenInside: "was rewritten in the middle"
      case .addressElsewhere: "leads to another bucket than the mirror's"
      default: "is not the mapped one"
      }
    report(
      .indexAddressWrong, of: entry.id, message: "index \(own.isEmpty ? "(missing)" : own) \(how)",
      to: &findings,
      at: ["index", "loc"], expected: expected, actual: own)
  }

  private func compareTimes(
    _ entry: MirrorCatalog.Entry, with copy: MirrorCatalog.Entry,
    to findings: inout FindingCollector
  ) {
    let isCut = scope.judgesTimes
    for field in [Field.start, Field.stop] {
      guard let own = entry.entry.value(field)?.string, let other = copy.entry.value(field)?.string
      else { continue }
      let time = field == .start ? entry.entry.start : entry.entry.stop
      let name = field == .start ? "start" : "stop"
      guard isCut else {
        let isExpected =
          isNarrower(copy, than: entry, field) || field == .stop && isWithinLag(entry, of: copy)
        if own != other, !isExpected {
          report(
            .datasetChanged, of: entry.id, message: "\(name) is \(other), the source has \(own)",
            to: &findings,
            at: [name, name + "date", name + "Date"], expected: own, actual: other)
        }
        continue
      }
      guard own == other, let time else { continue }
      let isBeyond =
        field == .start
        ? scope.start.map { time < $0 } ?? false
        : scope.stop.map { time > $0 } ?? false
      if isBeyond {
        report(
          .rangeOfSource, of: entry.id,
          message: "\(name) \(own) is the source's, but only a part is to be mirrored",
          to: &findings,
          at: [name, name + "date", name + "Date"], actual: own)
      }
    }
  }

  /// Whether a mirror whose scope is of keys or sizes begins later or ends earlier.
  private func isNarrower(
    _ copy: MirrorCatalog.Entry, than entry: MirrorCatalog.Entry, _ field: Field
  ) -> Bool {
    guard scope.judgesKeys else { return false }
    if field == .start {
      guard let own = entry.entry.start, let other = copy.entry.start else { return false }
      return other > own
    }
    guard let own = entry.entry.stop, let other = copy.entry.stop else { return false }
    return other < own
  }

  /// Whether the mirror's stop is earlier by no more than is allowed.
  private func isWithinLag(_ entry: MirrorCatalog.Entry, of copy: MirrorCatalog.Entry) -> Bool {
    guard let allowedLag, let own = entry.entry.stop, let other = copy.entry.stop else {
      return false
    }
    return other <= own && own.seconds - other.seconds <= Int64(allowedLag)
  }

  private func compareFields(
    _ entry: MirrorCatalog.Entry, with copy: MirrorCatalog.Entry,
    to findings: inout FindingCollector
  ) {
    var names: [String] = []
    for member in Array(entry.entry.node.members) + Array(copy.entry.node.members) {
      let name = member.key.text
      if !Self.ownFields.contains(name), !names.contains(name) { names.append(name) }
    }
    let changed = names.filter {
      Self.json(entry.entry.node[$0]) != Self.json(copy.entry.node[$0])
    }
    guard !changed.isEmpty else { return }
    let parts = changed.map { name -> String in
      guard let other = copy.entry.node[name] else { return "\(name) is missing" }
      guard let own = entry.entry.node[name] else { return "\(name) is not in the source" }
      return "\(name) is \(Self.json(other)), the source has \(Self.json(own))"
    }
    report(
      .datasetChanged, of: entry.id, message: parts.joined(separator: "; "), to: &findings,
      at: changed)
  }

  private static func json(_ node: Node?) -> String {
    guard let node else { return "" }
    return String(decoding: JSONWriter.write(node, layout: .singleLine), as: UTF8.self)
  }
}
