internal import SharedCloudRegistry

extension IndexComparison {
  /// Explains the rows that have no partner on the other side.
  func explainRest(
    _ columns: IndexColumns, own: IndexColumns, file: String,
    matching: inout RowMatching, into results: inout IndexResults
  ) {
    if matching.isReordered { addOrderFinding(file, into: &results) }
    let form = RewriteForm(map: map.roots.map)
    var rest: [(address: [UInt8], row: RowMatching.Waiting)] = []
    for extra in matching.extra where contains(extra.row.row, own) {
      let text = extra.row.row.text(own.datakey)
      let explained = form.explanations(of: text).first { matching.source[$0.meant] != nil }
      guard let explained, let partner = matching.takeSource(explained.meant) else {
        rest.append(extra)
        continue
      }
      guard !partner.isOptional else { continue }
      addRewritten(
        extra.row.row, own: own, rule: explained.rule, meant: explained.meant, file: file,
        into: &results)
      let difference = RowDifference(
        partner.row, columns, with: extra.row.row, own, isTyped: isTyped)
      if !difference.isEmpty {
        results.findings.add(
          self.finding(.rowChanged, in: file, row: extra.row.row, message: difference.text),
          in: file)
      }
    }
    pair(rest, columns: columns, own: own, file: file, matching: &matching, into: &results)
  }

  /// Pairs rows of the same time and position whose addresses have nothing in common.
  private func pair(
    _ rest: [(address: [UInt8], row: RowMatching.Waiting)], columns: IndexColumns,
    own: IndexColumns, file: String, matching: inout RowMatching,
    into results: inout IndexResults
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
          .rowChanged, in: file, row: found.row.row,
          message: "datakey is \(text), and \(wanted) belongs to the source's row")
        finding.expected = wanted
        finding.actual = text
        results.findings.add(finding, in: file)
        continue
      }
      addMissing(waiting.row, columns: columns, address: address, file: file, into: &results)
    }
    for entry in byStart.values.flatMap(\.self).sorted(by: { $0.row.number < $1.row.number }) {
      addExtra(entry.row.row, own: own, file: file, into: &results)
    }
    matching.removeAll()
  }
}

// MARK: - Findings

extension IndexComparison {
  /// Reports that the rows of a file have another order.
  func addOrderFinding(_ file: String, into results: inout IndexResults) {
    results.findings.add(
      finding(
        .orderDiffers, in: file, row: nil, message: "its rows have another order than the source's"),
      in: file)
  }

  /// Reports a row whose address was rewritten wrongly.
  func addRewritten(
    _ row: IndexRow, own: IndexColumns, rule: MirrorRule, meant: [UInt8], file: String,
    into results: inout IndexResults
  ) {
    let text = row.text(own.datakey)
    var finding = finding(rule, in: file, row: row, message: rule.addressMessage(text))
    finding.expected = String(decoding: meant, as: UTF8.self)
    finding.actual = text
    results.findings.add(finding, in: file)
  }

  /// Reports a row of the source that the mirror lacks.
  func addMissing(
    _ row: IndexRow, columns: IndexColumns, address: [UInt8], file: String,
    into results: inout IndexResults
  ) {
    var finding = finding(
      .rowMissing, in: file, row: nil,
      message: "the row of \(String(decoding: address, as: UTF8.self)) is missing; it is line "
        + "\(row.line) of the source's file")
    finding.expected = String(decoding: row.bytes, as: UTF8.self)
    results.add(
      lacking: finding, in: file, ofDataset: dataset.number, until: row.stop(columns))
  }

  /// Reports a row of the mirror that the source lacks.
  func addExtra(
    _ row: IndexRow, own: IndexColumns, file: String, into results: inout IndexResults
  ) {
    var finding = finding(
      .rowExtra, in: file, row: row,
      message: "the source's index has no row of \(row.text(own.datakey))")
    finding.actual = String(decoding: row.bytes, as: UTF8.self)
    results.findings.add(finding, in: file)
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
