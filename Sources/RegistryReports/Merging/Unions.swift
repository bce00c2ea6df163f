internal import RegistryValidation
internal import SharedCloudRegistry

extension Report.Target {
  /// Takes the larger of each count, for two checks of the same target.
  mutating func formUnion(_ other: Report.Target) {
    kind = Swift.max(kind, other.kind)
    size = Swift.max(size ?? -1, other.size ?? -1)
    if size == -1 { size = nil }
    declared = [declared, other.declared].compactMap(\.self).max()
    dialect = [dialect, other.dialect].compactMap(\.self).max()
    coverage.formUnion(other.coverage)
  }
}

extension Coverage {
  /// Takes the larger of each count, for two checks of the same things.
  mutating func formUnion(_ other: Coverage) {
    for (scope, count) in other.inputs {
      note(scope, count: Swift.max(0, count - inputs[scope, default: 0]))
    }
    for (scope, reasons) in other.obstacles {
      for reason in reasons { obstruct([scope], because: reason) }
    }
    for (code, reason) in other.ruleObstacles { obstruct(rule: code, because: reason) }
    for reason in other.tolerated { tolerate(reason: reason) }
    for (scope, reason) in other.exclusions {
      exclude([scope], because: Swift.min(reason, exclusions[scope] ?? reason))
    }
    rows = Swift.max(rows, other.rows)
    objects = Swift.max(objects, other.objects)
    bytes = Swift.max(bytes, other.bytes)
    files = Swift.max(files, other.files)
  }
}

extension Report.FileCounts {
  /// Takes the larger of each count, for two checks of the same file.
  mutating func formUnion(_ other: Report.FileCounts) {
    for (rule, tally) in other.rules { rules[rule, default: Tally()].formUnion(tally) }
    datasets.merge(other.datasets, uniquingKeysWith: Swift.max)
  }
}

extension SuppressionUse {
  /// The state before the run.
  var definition: SuppressionUse {
    var use = self
    use.matches = [:]
    use.hasFile = false
    use.hasDataset = false
    use.wasAsked = false
    return use
  }

  /// Adds the use of the same suppression in another part of a run.
  mutating func formUnion(_ other: SuppressionUse) {
    matches.merge(other.matches, uniquingKeysWith: Swift.max)
    hasFile = hasFile || other.hasFile
    hasDataset = hasDataset || other.hasDataset
  }
}

extension Finding {
  /// The finding as it is when it has been written and read again.
  var recorded: Finding {
    var finding = self
    finding.recordedFingerprint = fingerprint
    finding.identity = ""
    return finding
  }
}
