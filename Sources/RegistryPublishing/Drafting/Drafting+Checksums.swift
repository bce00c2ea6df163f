internal import ObjectStorage

extension Drafting {
  /// Reads the lists of checksums; nil without any list.
  mutating func checksumLists() async throws(PublishingError) -> ChecksumTable? {
    guard mission.asksForChecksums, !options.evidence.isEmpty else { return nil }
    do throws(StoreError) {
      let table = try await ChecksumTable(options.evidence, below: mission.base)
      plan.notices += table.faults
      let more = table.faultCount - table.faults.count
      if more > 0 { plan.notices.append("lists of checksums: and \(more.counted("more fault"))") }
      return table
    } catch {
      throw PublishingError(.source, from: error)
    }
  }

  /// Notes the files without a checksum, of which the index says nothing.
  mutating func noteMissingChecksums(_ gaps: ChecksumGaps) {
    guard gaps.count > 0 else { return }
    plan.notices.append(
      "the sources state no checksum of \(gaps.count.counted("file")), first \(gaps.first)")
  }
}
