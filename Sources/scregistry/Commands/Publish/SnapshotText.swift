internal import Listings
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry
internal import Synchronization

extension ScregistryTool.Snapshot {
  /// The line of progress after so many seconds.
  static func line(_ counters: ValidationProgress, after seconds: Double) -> String {
    let keys = counters.rows.load(ordering: .relaxed)
    let rate = Int(Double(keys) / Swift.max(seconds, 0.001))
    var line = "\(ProgressCount.text(keys)) keys read, \(ProgressCount.text(rate))/s"
    let all = counters.bytes.load(ordering: .relaxed)
    if all > 0 {
      let done = counters.bytesDone.load(ordering: .relaxed)
      line += ", \(ProgressCount.text(done, unit: "B")) of \(ProgressCount.text(all, unit: "B"))"
    }
    return line
  }

  /// The lines for standard error.
  static func text(of summary: ListingSummary, target: String) -> String {
    let target = TextStyle.harmless(target)
    var lines = summary.faults.map { "\(target): \(TextStyle.harmless($0.description))" }
    lines += summary.notes.map { "\(target): \(TextStyle.harmless($0))" }
    let more = summary.faultCount - summary.faults.count
    if more > 0 { lines.append("\(target): \(more.counted("more fault"))") }
    if let line = summary.firstRepeated {
      lines.append(
        "\(target): \(summary.repeated.counted("duplicate key")), first on line \(line)")
    }
    let format = summary.format.map { ", read as \($0.rawValue)" } ?? ""
    let order = summary.isSorted ? "sorted" : "not sorted"
    let state = summary.isComplete ? "complete" : "not complete"
    lines.append(
      "\(summary.objects.counted("object")), \(summary.bytes.counted("byte")); \(state), "
        + "\(order)\(format)")
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Counts the progress of a snapshot.
struct SnapshotCounter: Listings.Snapshot.Counter {
  let counters: ValidationProgress

  func count(objects: Int) { counters.rows.add(objects, ordering: .relaxed) }
  func count(bytes: Int) { counters.bytesDone.add(bytes, ordering: .relaxed) }
}
