internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry
internal import Synchronization

extension ScregistryTool {
  /// Downloads the files of a dataset in a time range.
  struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Download the files of a dataset in a time range.",
      discussion: """
        A file appears in the directory, under its key in the bucket, only when it is complete and \
        has the size and checksum of the index. After an interruption, the same command resumes. \
        The paths go to standard output.

        Exit codes: 3 a file or an index file can't be read, or a file differs from the index; 4 a \
        file can't be written.
        """)

    @Argument(help: "The bucket: s3://name/, a URL, a directory, or a catalog.json.")
    var bucket: String

    @Argument(help: "The id of the dataset.")
    var id: String

    @OptionGroup var selection: SelectionArguments

    @Option(help: "Write to this directory; create it if necessary.")
    var to: String

    @Option(name: .shortAndLong, help: "Download N files at a time")
    var jobs = 4

    @Flag(help: "Omit the directories of the keys.")
    var flat = false

    @Flag(help: "Replace existing files that have another size.")
    var overwrite = false

    @Flag(name: [.long, .customShort("n")], help: "Show what would be downloaded, and stop.")
    var dryRun = false

    @Flag(help: "Exit with 3 if rows were skipped.")
    var strict = false

    @Flag(name: .shortAndLong, help: "Write no paths, no progress and no summary.")
    var quiet = false

    @Flag(help: "Show progress even if standard error is not a terminal.")
    var progress = false

    @OptionGroup var reading: ReaderArguments

    func validate() throws {
      if !(1...256).contains(jobs) { throw ValidationError("--jobs must be from 1 to 256") }
    }

    func run() async throws {
      let faults = FaultLog(isQuiet: quiet)
      let counts = FetchCounts()
      do {
        let dataset = try await reading.reader.bucket(at: bucket).dataset(id, ignoresCase: true)
        let isShown = !quiet && !dryRun && (progress || Streams().isErrorATerminal)
        let display = ProgressDisplay(isOn: isShown) { counts.line(after: $0) }
        try await display.follow { try await fetch(dataset, counts, faults) }
      } catch let error as ReadingError {
        _ = faults.exitCode()
        throw error.exit
      }
      let code = faults.exitCode(strict: strict)
      if !quiet { Streams().writeError(counts.summary(isDry: dryRun)) }
      if let code = counts.exitCode ?? code { throw ToolExit(code: code) }
    }

    private func fetch(
      _ dataset: Dataset, _ counts: FetchCounts, _ faults: FaultLog
    ) async throws {
      let pattern = selection.pattern
      let files = dataset.files(selection.query { faults.add($0) })
      let chosen = MatchingRecords(base: files, pattern: pattern)
      let fetch = FileFetch(
        dataset, to: to, existing: overwrite ? .replace : .keep, isFlat: flat)
      if dryRun {
        for try await record in chosen {
          counts.add(dry: record)
          show(try fetch.path(of: record))
        }
        return
      }
      try await fetch.fetch(chosen, concurrency: jobs) {
        counts.bytes.add($0, ordering: .relaxed)
      } report: { report in
        counts.add(report)
        switch report.outcome {
        case .success: if let path = try? fetch.path(of: report.record) { show(path) }
        case .failure(let error):
          Streams().writeError("scregistry: \(TextStyle.harmless(error.description))\n")
        }
      }
    }

    private func show(_ path: String) {
      if !quiet { Streams().writeOutput(Array((TextStyle.harmless(path) + "\n").utf8)) }
    }
  }
}

/// The records whose datakeys match a pattern.
private struct MatchingRecords: AsyncSequence, Sendable {
  let base: FileSequence
  let pattern: Wildcard?

  func makeAsyncIterator() -> Iterator {
    Iterator(base: base.makeAsyncIterator(), pattern: pattern)
  }

  struct Iterator: AsyncIteratorProtocol {
    var base: FileSequence.Iterator
    let pattern: Wildcard?

    mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(ReadingError) -> FileRecord? {
      while let record = try await base.next(isolation: actor) {
        if pattern?.matches(record) ?? true { return record }
      }
      return nil
    }
  }
}

/// The progress of the download.
private final class FetchCounts: Sendable {
  let bytes = Atomic(0)
  private let counts = Mutex(Counts())

  private struct Counts {
    var fetched = 0
    var present = 0
    var planned = 0
    var plannedBytes = 0
    var failed = 0
    var notWritten = 0
  }

  func add(dry record: FileRecord) {
    counts.withLock {
      $0.planned += 1
      $0.plannedBytes += record.filesize ?? 0
    }
  }

  func add(_ report: FileFetch.Report) {
    counts.withLock { counts in
      switch report.outcome {
      case .success(.fetched): counts.fetched += 1
      case .success(.present): counts.present += 1
      case .failure(let error):
        counts.failed += 1
        if error.code == .notWritten { counts.notWritten += 1 }
      }
    }
  }

  /// The exit code of the process; nil on success.
  var exitCode: Int32? {
    counts.withLock { $0.notWritten > 0 ? 4 : $0.failed > 0 ? 3 : nil }
  }

  func line(after seconds: Double) -> String {
    let bytes = bytes.load(ordering: .relaxed)
    let rate = Int(Double(bytes) / Swift.max(seconds, 0.001))
    return counts.withLock { counts in
      "\(counts.fetched.counted("file")), \(ByteCount.text(bytes)), \(ByteCount.text(rate))/s"
        + (counts.failed > 0 ? ", \(counts.failed) failed" : "")
    }
  }

  func summary(isDry: Bool) -> String {
    let bytes = bytes.load(ordering: .relaxed)
    return counts.withLock { counts in
      if isDry {
        return "\(counts.planned.counted("file")), \(ByteCount.text(counts.plannedBytes))\n"
      }
      return "\(counts.fetched.counted("file")) fetched (\(ByteCount.text(bytes))), "
        + "\(counts.present) present, \(counts.failed) failed\n"
    }
  }
}

/// Byte counts for people.
private enum ByteCount {
  static func text(_ bytes: Int) -> String {
    for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")]
    where bytes >= unit {
      return "\(Double(bytes * 10 / unit) / 10) \(name)"
    }
    return "\(bytes) B"
  }
}
