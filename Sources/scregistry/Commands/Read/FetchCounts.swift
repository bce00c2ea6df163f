internal import Formats
internal import Locks
internal import RegistryValidation
internal import SharedCloudRegistry

/// The progress of a download.
final class FetchCounts: Sendable {
  private let counts = Lock(Counts())

  private struct Counts {
    /// The number of files found in the index so far.
    var found = 0
    /// The number of files of the plan; nil before there is a plan.
    var planned: Int?
    var plannedBytes = 0
    var repeatedRows = 0
    /// The bytes that came over the network.
    var bytes = 0
    /// The bytes of files that need no download any more, and of those that failed.
    var settledBytes = 0
    var fetched = 0
    var present = 0
    var otherSize = 0
    var unverified = 0
    var failed = 0
    var notWritten = 0

    /// The bytes that arrived or need not.
    var doneBytes: Int {
      var sum = Swift.max(0, settledBytes)
      sum.add(clamped: bytes)
      return sum
    }
  }

  /// Notes how many files the index has so far.
  func found(_ count: Int) { counts.withLock { $0.found = count } }

  /// Notes what will be fetched.
  func begin(_ plan: FetchPlan) {
    counts.withLock {
      $0.planned = plan.records.count + plan.refusals.count
      $0.plannedBytes = plan.size
      $0.repeatedRows = plan.repeatedRows
    }
  }

  /// Adds bytes that arrived.
  func add(bytes: Int) { counts.withLock { $0.bytes += bytes } }

  /// Adds a file that is done.
  func add(_ report: FileFetch.Report) {
    counts.withLock { counts in
      let size = report.record.filesize ?? 0
      switch report.outcome {
      case .success(.fetched(let bytes)):
        counts.fetched += 1
        counts.settledBytes.add(clamped: Swift.max(0, size - bytes))
      case .success(.fetchedOtherSize(let bytes, _, _)):
        counts.fetched += 1
        counts.otherSize += 1
        // The file is larger or smaller than its index says.
        counts.settledBytes.add(clamped: size - bytes)
      case .success(.present), .success(.presentOtherSize):
        counts.present += 1
        counts.settledBytes.add(clamped: size)
      case .failure(let error):
        counts.failed += 1
        counts.settledBytes.add(clamped: size)
        if error.code == .notWritten { counts.notWritten += 1 }
      }
    }
  }

  /// Adds a file whose checksum is not compared.
  ///
  /// - Returns: The number of such files.
  func addUnverified() -> Int {
    counts.withLock { counts in
      counts.unverified += 1
      return counts.unverified
    }
  }

  /// Whether the plan has no files.
  var isEmpty: Bool { counts.withLock { $0.planned == 0 } }

  /// Whether there is a plan with files.
  var hasBegun: Bool { counts.withLock { $0.planned ?? 0 > 0 } }

  /// The exit code of the process; nil on success.
  var exitCode: Int32? {
    counts.withLock { $0.notWritten > 0 ? 4 : $0.failed > 0 ? 3 : nil }
  }

  /// The line of progress after so many seconds.
  func line(after seconds: Double) -> String {
    let counts = counts.withLock { $0 }
    guard let planned = counts.planned else {
      return "reading the index, \(counts.found.counted("file"))"
    }
    let done = counts.fetched + counts.present + counts.failed
    let rate = Double(counts.bytes) / Swift.max(seconds, 0.001)
    var parts = ["\(done) of \(planned.counted("file"))"]
    let settled = Swift.min(counts.plannedBytes, counts.doneBytes)
    if counts.plannedBytes > 0 {
      let percent = Int(Double(settled) / Double(counts.plannedBytes) * 100)
      parts.append(
        "\(ByteCount.text(counts.bytes)) of \(ByteCount.text(counts.plannedBytes)) (\(percent) %)")
    } else {
      parts.append(ByteCount.text(counts.bytes))
    }
    if rate > 0, counts.plannedBytes > settled {
      parts.append(Self.left(Double(counts.plannedBytes - settled) / rate))
    }
    parts.append("\(ByteCount.text(Int(rate)))/s")
    if counts.failed > 0 { parts.append("\(counts.failed) failed") }
    return parts.joined(separator: ", ")
  }

  private static func left(_ seconds: Double) -> String {
    switch seconds {
    case ..<120: "\(Int(seconds) + 1) s left"
    case ..<7200: "\(Int(seconds / 60) + 1) min left"
    default: "\(Int(Swift.min(seconds, 1e9) / 3600) + 1) h left"
    }
  }

  /// How much is done, for programs.
  var measure: ProgressMeasure {
    let counts = counts.withLock { $0 }
    guard let planned = counts.planned else { return ProgressMeasure() }
    return ProgressMeasure(
      files: counts.fetched + counts.present + counts.failed, allFiles: planned,
      bytes: Swift.min(counts.plannedBytes, counts.doneBytes),
      allBytes: counts.plannedBytes > 0 ? counts.plannedBytes : nil)
  }

  /// The line after the last file.
  func summary(isDry: Bool) -> String {
    let counts = counts.withLock { $0 }
    let repeated =
      counts.repeatedRows > 0
      ? "; \(counts.repeatedRows.counted("row")) repeated files" : ""
    if isDry {
      let planned = counts.planned ?? 0
      return "\(planned.counted("file")), \(ByteCount.text(counts.plannedBytes))\(repeated)\n"
    }
    let other = counts.otherSize > 0 ? ", \(counts.otherSize) of another size" : ""
    let unverified =
      counts.unverified > 0
      ? "; the checksums of \(counts.unverified.counted("file")) not verified" : ""
    return "\(counts.fetched.counted("file")) fetched (\(ByteCount.text(counts.bytes))\(other)), "
      + "\(counts.present) present, \(counts.failed) failed\(repeated)\(unverified)\n"
  }
}
