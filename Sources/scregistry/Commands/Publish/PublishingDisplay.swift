internal import RegistryPublishing
internal import Synchronization

/// Shows the progress of a publication on standard error.
struct PublishingDisplay {
  private let display: ProgressDisplay

  /// Makes a display.
  ///
  /// - Parameters:
  ///   - progress: The counters of the publication.
  ///   - isOn: Whether to show anything.
  init(_ progress: PublishingProgress, isOn: Bool) {
    display = ProgressDisplay(isOn: isOn) { _ in Self.line(progress) }
  }

  /// Runs work and shows its progress meanwhile.
  func follow<Result: Sendable>(
    _ work: @Sendable @escaping () async throws -> Result
  ) async throws -> Result {
    try await display.follow(work)
  }

  private static func line(_ progress: PublishingProgress) -> String {
    let keys = progress.keys.load(ordering: .relaxed)
    let files = progress.files.load(ordering: .relaxed)
    let rows = progress.rows.load(ordering: .relaxed)
    let all = progress.allBytes.load(ordering: .relaxed)
    var parts = ["\(ProgressCount.text(keys)) keys read"]
    if keys > 0 { parts.append("\(ProgressCount.text(files)) files matched") }
    if rows > 0 { parts.append("\(ProgressCount.text(rows)) rows written") }
    if all > 0 {
      let bytes = progress.bytes.load(ordering: .relaxed)
      parts.append("\(ProgressCount.text(bytes, "B")) of \(ProgressCount.text(all, "B")) uploaded")
    }
    return parts.joined(separator: ", ")
  }
}
