internal import ArgumentParser
internal import RegistryReports
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Downloads the files of a dataset in a time range.
  struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fetch", abstract: "Download the files of a dataset in a time range.",
      discussion: """
        A file appears in the directory, under its key in the bucket, only when it is complete and \
        has the size and checksum of the index. Existing files that differ are downloaded again. \
        After an interruption, the same command resumes. The paths go to standard output.

        Where each file goes is checked before the first is downloaded: files that would meet in \
        one path are named and not downloaded; the others are. A full disk ends the run.

        Exit codes: 3 a file or an index file can't be read, or a file differs from the index; the \
        other files are downloaded. 4 a file can't be written.

        Examples:
          scregistry fetch s3://my-bucket/ my_dataset --last P30D --out data/
          scregistry fetch s3://my-bucket/ my_dataset --last P7D --out data/ --dry-run
        """)

    @Argument(
      help: "The bucket: s3://name/, a URL, a directory, or a catalog.json.", completion: .file())
    var bucket: String

    @Argument(help: "The id of the dataset.", completion: .datasetIDs)
    var id: String

    @OptionGroup var selection: SelectionArguments

    @Option(
      name: .shortAndLong, help: "Write to this directory; create it if necessary.",
      completion: .directory)
    var out: LocalDestination

    @Option(name: .shortAndLong, help: "Download N files at a time")
    var jobs = JobCount(4)

    @Flag(help: "Omit the directories of the keys.")
    var flat = false

    @Flag(help: "Download existing files again, even if they are what the index says.")
    var overwrite = false

    @Flag(
      help: """
        Accept files whose size is not the one in the index, since they were replaced; report \
        both sizes.
        """)
    var acceptSize = false

    @Flag(name: [.long, .customShort("n")], help: "Show what would be downloaded, and stop.")
    var dryRun = false

    @Flag(help: "Exit with 3 if rows were skipped.")
    var strict = false

    @Flag(name: .shortAndLong, help: "Write no paths, no progress and no summary.")
    var quiet = false

    @Flag(help: "Show progress even if standard error is not a terminal.")
    var progress = false

    @OptionGroup var reading: ReaderArguments

    func run() async throws {
      let status = StatusLine()
      let faults = FaultLog(isQuiet: quiet, status: status)
      let counts = FetchCounts()
      do {
        let dataset = try await reading.reader.bucket(at: bucket).dataset(id, ignoresCase: true)
        let isShown = !quiet && !dryRun && (progress || Streams().isErrorATerminal)
        let display = ProgressDisplay(isOn: isShown, status: status) {
          counts.measure
        } line: {
          counts.line(after: $0)
        }
        try await display.follow {
          try await fetch(dataset, counts: counts, faults: faults, status: status)
        }
        if !quiet, counts.isEmpty {
          Streams().writeError(EmptyAnswer.files(of: dataset, selection: selection))
        }
      } catch let error as ReadingError {
        let exit = faults.exit(error)
        if !quiet, counts.hasBegun { Streams().writeError(counts.summary(isDry: dryRun)) }
        throw counts.exitCode == 4 ? ToolExit(code: 4) : exit
      }
      let code = faults.exitCode(strict: strict)
      if !quiet { Streams().writeError(counts.summary(isDry: dryRun)) }
      try status.checkOutput()
      if let code = counts.exitCode ?? code { throw ToolExit(code: code) }
    }

    private func fetch(
      _ dataset: Dataset, counts: FetchCounts, faults: FaultLog, status: StatusLine
    ) async throws {
      let files = dataset.files(try selection.query { faults.add($0) })
      let fetch = FileFetch(
        dataset, to: out.word, existing: overwrite ? .replace : .keep, isFlat: flat,
        acceptsAnySize: acceptSize)
      let plan = try await fetch.plan(MatchingRecords(base: files, pattern: selection.pattern)) {
        counts.found($0)
      }
      counts.begin(plan)
      guard !dryRun else {
        for record in plan.records { show(try fetch.path(of: record), status: status) }
        for refusal in plan.refusals {
          counts.add(refusal.report)
          status.write(error: refusal.error.lines)
        }
        if let failure = plan.failure { throw failure }
        return
      }
      try await fetch.fetch(plan, concurrency: jobs.count) {
        counts.add(bytes: $0)
      } report: { report in
        counts.add(report)
        switch report.outcome {
        case .success(let outcome):
          if let reason = fetch.unverified(report.record), counts.addUnverified() == 1, !quiet {
            let key = TextStyle.harmless(report.record.datakey)
            let text = TextStyle.harmless(reason)
            status.write(error: "warning: \(key): its checksum is not verified: \(text)\n")
          }
          do throws(ReadingError) {
            show(try fetch.path(of: report.record), status: status)
          } catch {
            status.write(error: error.lines)
          }
          switch outcome {
          case .fetchedOtherSize(_, let size, let listed) where !quiet,
            .presentOtherSize(let size, let listed) where !quiet:
            let key = TextStyle.harmless(report.record.datakey)
            status.write(
              error: "warning: \(key): it has \(size) bytes, but the index has \(listed) bytes\n")
          default: break
          }
        case .failure(let error):
          status.write(error: error.lines)
        }
      }
    }

    private func show(_ path: String, status: StatusLine) {
      if !quiet { status.write(output: Array((TextStyle.harmless(path) + "\n").utf8)) }
    }
  }
}
