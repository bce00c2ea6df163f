internal import RegistryPublishing
internal import RegistryReports
internal import Synchronization

/// Shows the steps of a publication, and its progress on standard error.
struct PublicationDisplay: Sendable {
  private let status = StatusLine()
  private let options: PublishingOptions
  private let progress: PublishingProgress

  /// Makes a display.
  ///
  /// - Parameters:
  ///   - options: What the user wants to see.
  ///   - progress: The counters of the publication.
  init(_ options: PublishingOptions, counting progress: PublishingProgress) {
    self.options = options
    self.progress = progress
  }

  /// Runs work and shows its progress meanwhile.
  func follow<Result: Sendable>(
    _ work: @Sendable @escaping () async throws -> Result
  ) async throws -> Result {
    let progress = progress
    let display = ProgressDisplay(isOn: options.showsProgress, status: status) {
      let all = progress.allBytes.load(ordering: .relaxed)
      return ProgressMeasure(
        files: progress.files.load(ordering: .relaxed),
        bytes: progress.bytes.load(ordering: .relaxed), allBytes: all > 0 ? all : nil)
    } line: { _ in
      Self.line(progress)
    }
    return try await display.follow(work)
  }

  /// Shows a step.
  ///
  /// - Throws: ``PublishingError`` if the plan can't be written, since nobody could see what is done.
  @Sendable func show(_ step: Publication.Step<RegistryDraft>) throws(PublishingError) {
    switch step {
    case .recovered: note("an interrupted publication was completed\n")
    case .drafted(let draft):
      let plan = draft.plan
      try status.write(plan: options.output == .json ? plan.json : Array(plan.text.utf8))
      note(draft.sourceText)
    case .retrying(let error): note(TextStyle.harmless("\(error); retrying") + "\n")
    }
  }

  /// Says that nothing was published, and what to pass to publish anyway.
  func showRefusals(of publication: Publication) {
    note("nothing was published; \(publication.opening)\n")
  }

  /// Ends a command whose plan could not be written.
  ///
  /// - Throws: ``WriteFailure``.
  func checkOutput() throws(WriteFailure) { try status.checkOutput() }

  private func note(_ text: String) {
    if !options.quiet { status.write(error: text) }
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
      parts.append(
        "\(ProgressCount.text(bytes, unit: "B")) of \(ProgressCount.text(all, unit: "B")) uploaded")
    }
    return parts.joined(separator: ", ")
  }
}

extension StatusLine {
  /// Writes a plan to standard output, before anything is changed.
  ///
  /// - Throws: ``PublishingError`` if it can't be written.
  func write(plan bytes: [UInt8]) throws(PublishingError) {
    write(output: bytes)
    do throws(WriteFailure) {
      try checkOutput()
    } catch {
      throw PublishingError(
        .write, address: error.path,
        detail: "can't be written: \(error.detail); without its plan, nothing was changed")
    }
  }
}

extension Publication {
  /// What to pass to publish a refused plan.
  var opening: String {
    let names = Set(refusals.map { $0.opening?.rawValue ?? "" })
    guard !names.contains("") else { return "pass --force to publish anyway" }
    return "pass --allow \(names.sorted().joined(separator: ",")) to publish anyway"
  }
}

extension PublishingOptions {
  /// Publishes, and shows the plan first.
  ///
  /// - Parameters:
  ///   - destination: The directory or address of the registry.
  ///   - requiresRegistry: Whether a registry must exist there.
  /// - Throws: `ToolExit` with 1 after a refusal; `PublishingError`.
  func publish(to destination: String, requiresRegistry: Bool = false) async throws {
    let publisher = try publisher(to: destination, requiresRegistry: requiresRegistry)
    let sources = try publishingSources()
    let display = PublicationDisplay(self, counting: publisher.options.progress)
    let settings = settings
    let publication = try await display.follow {
      try await publisher.run(from: sources, settings: settings, onStep: display.show)
    }
    try display.checkOutput()
    guard publication.outcome == .refused else { return }
    display.showRefusals(of: publication)
    throw ToolExit(code: 1)
  }
}
