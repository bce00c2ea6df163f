internal import Formats
internal import SharedCloudRegistry

/// Checks of a catalog that a schema can't make: whether its values agree.
enum CatalogChecks {
  /// Checks the version keys, then each entry, then the entries against each other.
  ///
  /// - Parameters:
  ///   - result: The document.
  ///   - now: The present time; nil to skip the checks that need it.
  ///   - latest: The latest time that is not in the future; nil to skip this check.
  /// - Returns: All findings, including earlier ones.
  static func check(
    _ result: DocumentResult, now: SCRTime?, latest: SCRTime?
  ) -> FileReporter {
    var report = CatalogReporter(result)
    if let root = result.content, root.kind == .object, result.kind == .catalog {
      checkVersion(root, detection: result.detection, to: &report)
    }
    checkIDs(result.entries, to: &report)
    for (position, entry) in result.entries.enumerated() {
      checkTimes(entry, at: position, latest: latest, to: &report)
      checkExpiration(entry, at: position, now: now, to: &report)
    }
    ClientDocumentChecks.check(result, to: &report)
    return report.file
  }

  private static func checkVersion(
    _ root: Node, detection: DialectDetection?, to report: inout CatalogReporter
  ) {
    let keys = DialectDetection.versionKeys.filter { root[$0] != nil }
    let values = Set(keys.compactMap { root[$0]?.text })
    if keys.count > 1, values.count > 1, let last = keys.last {
      report.report(.versionKeysDisagree, "version keys disagree", key: last) {
        $0.expected = keys.first.flatMap { root[$0]?.text }
        $0.actual = root[last]?.text
      }
    }
    guard let detection, let key = detection.versionKey, let declared = detection.declared else {
      return
    }
    if Dialect(version: declared) == nil, isVersionLike(declared) {
      report.report(.versionUnknown, "version \(declared) was never published", key: key) {
        $0.expected = "1.1"
        $0.actual = declared
      }
    }
    if detection.disagrees, let fields = detection.fieldDialect {
      report.report(
        .versionAndFieldsDisagree,
        "version is \(declared), but the fields are those of \(fields.rawValue)", key: key
      ) {
        $0.expected = fields.rawValue
        $0.actual = declared
      }
    }
  }

  /// Whether a string has only digits and periods.
  static func isVersionLike(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2E }
  }

  private static func checkIDs(_ entries: [CatalogEntry], to report: inout CatalogReporter) {
    var seen: ExactDictionary<Int> = [:]
    var seenInLowerCase: ExactDictionary<Int> = [:]
    for (position, entry) in entries.enumerated() {
      guard let id = entry.id else { continue }
      let lower = id.lowercased()
      if let first = seen[id] {
        let line = report.line(of: entries[first].node)
        let isSame =
          entry.index.flatMap { index in
            entries[first].index.map { index.hasSameBytes(as: $0) }
          } ?? false
        report.report(
          isSame ? .entryRepeated : .idRepeated,
          isSame
            ? "entry for \"\(id)\" repeats an earlier one" : "id \"\(id)\" repeats an earlier id",
          entry: entry, position: position, field: .id
        ) { $0.related = [.init(uri: $0.location.uri, line: line, message: "the first one")] }
      } else if let first = seenInLowerCase[lower] {
        let line = report.line(of: entries[first].node)
        report.report(
          .idDiffersInCaseOnly,
          "id \"\(id)\" differs only in case from \"\(entries[first].id ?? "")\"",
          entry: entry, position: position, field: .id
        ) { $0.related = [.init(uri: $0.location.uri, line: line, message: "the other one")] }
      }
      if seen[id] == nil { seen[id] = position }
      if seenInLowerCase[lower] == nil { seenInLowerCase[lower] = position }
    }
  }

  private static func checkExpiration(
    _ entry: CatalogEntry, at position: Int, now: SCRTime?, to report: inout CatalogReporter
  ) {
    guard let now, let time = expiration(of: entry), time < now, !time.agrees(with: now) else {
      return
    }
    let text = entry.value(.expiration)?.string ?? ""
    report.report(
      .expirationPassed, "expiration \(text) has passed", entry: entry, position: position,
      field: .expiration
    ) { $0.actual = text }
  }

  /// The expiration of an entry; nil if it is absent or not in a form of the specification.
  static func expiration(of entry: CatalogEntry) -> SCRTime? {
    entry.value(.expiration)?.string.flatMap { try? SCRTime(parsing: $0) }
  }

  private static func checkTimes(
    _ entry: CatalogEntry, at position: Int, latest: SCRTime?, to report: inout CatalogReporter
  ) {
    if let start = entry.start, let stop = entry.stop {
      if stop.ends(before: start) {
        report.report(
          .datasetStopBeforeStart, "stop \(stop.text) is before start", entry: entry,
          position: position,
          field: .stop
        ) {
          $0.expected = "\(start.text) or later"
          $0.actual = stop.text
        }
      } else if stop == start {
        report.report(
          .startEqualsStop, "start and stop are the same time", entry: entry, position: position,
          field: .stop)
      }
    }
    guard let latest else { return }
    for field in [Field.stop, .modification, .creation, .verified] {
      guard let text = entry.value(field)?.string, let time = try? SCRTime(parsing: text),
        time > latest
      else { continue }
      report.report(
        .timeInTheFuture, "\(field.rawValue) \(text) is in the future", entry: entry,
        position: position,
        field: field
      ) { $0.actual = text }
    }
  }
}
