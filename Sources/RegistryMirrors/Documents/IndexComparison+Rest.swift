internal import SharedCloudRegistry

extension IndexComparison {
  /// Explains the rows that have no partner on the other side.
  func explainRest(
    _ columns: IndexColumns, _ own: IndexColumns, _ file: String,
    _ matching: inout RowMatching, _ results: inout IndexResults
  ) {
    if matching.isReordered {
      results.findings.add(
        finding(.orderDiffers, file, nil, "its rows have another order than the source's"),
        in: file)
    }
    let form = RewriteForm(map: map.roots.map)
    var rest: [(address: [UInt8], row: RowMatching.Waiting)] = []
    for extra in matching.extra {
      let text = extra.row.row.text(own.datakey)
      let explained = form.explanations(of: text).first { matching.source[$0.meant] != nil }
      guard let explained, let partner = matching.takeSource(explained.meant) else {
        rest.append(extra)
        continue
      }
      var finding = finding(
        explained.rule, file, extra.row.row, explained.rule.addressMessage(text))
      finding.expected = String(decoding: explained.meant, as: UTF8.self)
      finding.actual = text
      results.findings.add(finding, in: file)
      let difference = RowDifference(partner.row, columns, with: extra.row.row, own)
      if !difference.isEmpty {
        results.findings.add(
          self.finding(.rowChanged, file, extra.row.row, difference.text), in: file)
      }
    }
    pair(rest, columns, own, file, &matching, &results)
  }

  /// Pairs rows of the same time and position whose addresses have nothing in common.
  private func pair(
    _ rest: [(address: [UInt8], row: RowMatching.Waiting)], _ columns: IndexColumns,
    _ own: IndexColumns, _ file: String, _ matching: inout RowMatching,
    _ results: inout IndexResults
  ) {
    var byStart: [String: [(address: [UInt8], row: RowMatching.Waiting)]] = [:]
    for entry in rest {
      let start = entry.row.row.text(own["start"]) + "," + entry.row.row.text(own["stop"])
      byStart[start, default: []].append(entry)
    }
    for (address, waiting) in matching.missing {
      let wanted = String(decoding: address, as: UTF8.self)
      let start = waiting.row.text(columns["start"]) + "," + waiting.row.text(columns["stop"])
      if var candidates = byStart[start], !candidates.isEmpty {
        let found = candidates.removeFirst()
        byStart[start] = candidates
        let text = found.row.row.text(own.datakey)
        var finding = finding(
          .rowChanged, file, found.row.row,
          "datakey is \(text), and \(wanted) belongs to the source's row")
        finding.expected = wanted
        finding.actual = text
        results.findings.add(finding, in: file)
        continue
      }
      var finding = finding(
        .rowMissing, file, nil,
        "the row of \(wanted) is missing; it is line "
          + "\(waiting.row.line) of the source's file")
      finding.expected = String(decoding: waiting.row.bytes, as: UTF8.self)
      results.findings.add(finding, in: file)
    }
    for entry in byStart.values.flatMap(\.self).sorted(by: { $0.row.number < $1.row.number }) {
      let text = entry.row.row.text(own.datakey)
      var finding = finding(
        .rowExtra, file, entry.row.row, "the source's index has no row of \(text)")
      finding.actual = String(decoding: entry.row.row.bytes, as: UTF8.self)
      results.findings.add(finding, in: file)
    }
    matching.removeAll()
  }
}

extension MirrorRule {
  /// The message about an address that was rewritten wrongly.
  fileprivate func addressMessage(_ address: String) -> String {
    switch self {
    case .addressNotRewritten: "datakey \(address) is still the source's"
    case .addressRewrittenTwice: "datakey \(address) was rewritten twice"
    case .addressRewrittenInside: "datakey \(address) was rewritten in the middle"
    default: "datakey \(address) leads to another bucket than the mirror's"
    }
  }
}
