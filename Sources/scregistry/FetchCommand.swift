internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry
internal import Synchronization

extension ScregistryTool {
  /// Copies the files of a dataset in a stretch of time.
  struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copy the files of a dataset in a stretch of time into a directory.",
      discussion: """
        Each file is there as a whole or not at all, under its key in the bucket, and has the size \
        and checksum that the index says. Run again, the command goes on where it was stopped. The \
        paths are written to standard output. The exit code is 3 if any file could not be read or \
        is not what the index says, 4 if one could not be written.
        """)

    @Argument(help: "The bucket: s3://name/, a URL, a directory, or a catalog.json.")
    var bucket: String

    @Argument(help: "The id of the dataset.")
    var id: String

    @OptionGroup var selection: SelectionArguments

    @Option(help: "The directory; it is made if it is not there.")
    var to: String

    @Option(name: .shortAndLong, help: "How many files are copied at the same time.")
    var jobs = 4

    @Flag(help: "Leave out the directories of the keys.")
    var flat = false

    @Flag(help: "Replace files that are there with another size.")
    var overwrite = false

    @Flag(name: [.long, .customShort("n")], help: "Only say what would be copied.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Write neither paths nor progress nor a summary.")
    var quiet = false

    @Flag(help: "Show progress even when standard error is no terminal.")
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
        _ = faults.finish()
        throw error.exit
      }
      _ = faults.finish()
      if !quiet { Streams().writeError(counts.summary(isDry: dryRun)) }
      if let code = counts.exitCode { throw ToolExit(code: code) }
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

/// How far the copying has come.
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

  /// What the process is to exit with; nil if all is well.
  var exitCode: Int32? {
    counts.withLock { $0.notWritten > 0 ? 4 : $0.failed > 0 ? 3 : nil }
  }

  func line(after seconds: Double) -> String {
    let bytes = bytes.load(ordering: .relaxed)
    let rate = Int(Double(bytes) / Swift.max(seconds, 0.001))
    return counts.withLock { counts in
      "\(counts.fetched) files, \(ByteCount.text(bytes)), \(ByteCount.text(rate))/s"
        + (counts.failed > 0 ? ", \(counts.failed) failed" : "")
    }
  }

  func summary(isDry: Bool) -> String {
    let bytes = bytes.load(ordering: .relaxed)
    return counts.withLock { counts in
      if isDry { return "\(counts.planned) files, \(ByteCount.text(counts.plannedBytes))\n" }
      return "\(counts.fetched) files fetched (\(ByteCount.text(bytes))), "
        + "\(counts.present) were there, \(counts.failed) failed\n"
    }
  }
}

/// Numbers of bytes for people.
private enum ByteCount {
  static func text(_ bytes: Int) -> String {
    for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")]
    where bytes >= unit {
      return "\(Double(bytes * 10 / unit) / 10) \(name)"
    }
    return "\(bytes) B"
  }
}
