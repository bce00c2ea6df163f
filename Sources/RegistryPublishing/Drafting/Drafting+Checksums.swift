internal import ObjectStorage

extension Drafting {
  /// Reads the lists of checksums; nil without any list.
  mutating func checksumLists() async throws(PublishingError) -> ChecksumTable? {
    guard mission.asksForChecksums, !options.evidence.isEmpty else { return nil }
    do throws(StoreError) {
      let table = try await ChecksumTable(options.evidence, below: mission.base)
      if let first = table.faults.first {
        let more = table.faultCount - 1
        plan.refuse(
          unless: .incompleteSource,
          reason: first + (more > 0 ? ", and \(more.counted("more line"))" : ""))
      }
      return table
    } catch {
      throw PublishingError(.source, from: error)
    }
  }

  /// Notes the files without a checksum, of which the index says nothing.
  mutating func noteMissingChecksums(_ gaps: ChecksumGaps) {
    guard gaps.count > 0 else { return }
    if let contradiction = gaps.contradiction {
      plan.refuse(unless: .contradiction, reason: contradiction)
    }
    plan.notices.append(
      "no checksum is known of \(gaps.count.counted("file")), first \(gaps.first)")
  }
}
