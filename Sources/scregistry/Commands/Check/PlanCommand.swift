internal import ArgumentParser
internal import Files
internal import ObjectStorage
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Divides a validation among machines.
  struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "plan",
      abstract: "Divide a validation, or the verification of mirrors, among machines.",
      discussion: """
        The plan has one item per document and index file, with its size, ETag and shard. Each \
        machine does a shard with scregistry validate --plan, and scregistry report merge --plan \
        makes one report of the parts: byte for byte that of one run. Documents and listings are \
        read once, for the plan. One machine checks a gigabyte of index files and more per second \
        and core, so most registries need no plan.

        Examples:
          scregistry plan s3://my-bucket/ --shards 4 --out plan.ndjson
          scregistry validate --plan plan.ndjson --shard 1/4 -o ndjson=part-1.ndjson
          scregistry report merge --plan plan.ndjson part-*.ndjson -o json=all.json
          scregistry plan --for mirror s3://source/ s3://mirror/ --out plan.ndjson
          scregistry mirror verify --plan plan.ndjson --shard 1/4 -o ndjson=1.ndjson
        """)

    @Option(
      name: .customLong("for"),
      help: """
        Divide a validation, or with mirror the verification of mirrors: the first target is then \
        the source, the others are the mirrors
        """)
    var purpose = PlanPurpose.validate

    @OptionGroup var target: TargetOptions

    @Option(help: ArgumentHelp("Make N shards of about the same weight.", valueName: "n"))
    var shards: Int?

    @Option(
      help: ArgumentHelp(
        "Make as many shards as shards of this size need, such as 512M (default: 1G).",
        valueName: "bytes"))
    var shardBytes: ByteSize?

    @Option(
      name: [.customLong("out"), .customShort("o")],
      help: ArgumentHelp("Write this file; - for standard output.", valueName: "plan.ndjson"),
      completion: .file())
    var out: LocalDestination

    @Option(
      help: ArgumentHelp("List at most N findings per rule and file.", valueName: "n"))
    var maxPerRule: Int?

    @Flag(help: "Check without the present time, as scregistry validate --deterministic does.")
    var deterministic = false

    @Option(help: "Ignore the findings in this baseline (default: the baseline of scregistry.yml).")
    var baseline: String?

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup(title: "Options for --for mirror, as of scregistry mirror verify")
    var criteria: MirrorCriteria

    @Flag(name: .shortAndLong, help: "Write no summary.")
    var quiet = false

    func validate() throws {
      guard shards == nil || shardBytes == nil else {
        throw ValidationError("--shards and --shard-bytes can't be used together")
      }
      if let shards, !(1...1_000_000).contains(shards) {
        throw ValidationError("--shards must be from 1 to 1000000")
      }
      guard maxPerRule ?? 1 > 0 else { throw ValidationError("--max-per-rule must be at least 1") }
      try requireFitting()
    }

    func run() async throws {
      let configuration = try self.configuration.readOnly()
      guard purpose == .validate else { return try await planMirrors(configuration) }
      let applied = AppliedConfiguration(try target.flags(), over: configuration, at: now)
      let targets = try target.required(applied)
      let validator = target.checking.validator(applied, at: now)
      let settings = try settings(configuration, roots: validator.options.roots)
      if out.word != "-" { try FileWriter.check(out.word) }
      let plan: ShardPlan
      do throws(TargetError) {
        plan = try await validator.plan(
          targets, settings: settings, version: ToolVersion.text, count: count)
      } catch {
        throw ToolFailure("\(error)", exitCode: 2)
      }
      try write(plan)
      guard !quiet else { return }
      Streams().writeError(
        "\(plan.itemCount.counted("item")) of \(plan.bytes) bytes in \(plan.shards.counted("shard"))\n"
      )
    }

    private var count: ShardCount {
      if let shards { return .shards(shards) }
      return .bytes(shardBytes?.bytes ?? 1 << 30)
    }

    /// The end of the present day, so that all plans of a day are the same.
    var now: SCRTime? {
      deterministic ? nil : SCRTime(seconds: (Clock.today.seconds / 86400 + 1) * 86400)
    }

    private func settings(
      _ configuration: Configuration?, roots: [Validator.Root]
    ) throws -> PlannedSettings {
      var settings = PlannedSettings()
      settings.profile = target.checking.profile
      settings.spec = target.checking.spec
      settings.depth = target.depth
      settings.failLevel = target.checking.failLevel
      settings.kind = target.checking.kind
      settings.roots = roots
      settings.listedPerRule = maxPerRule
      settings.now = now.map { Int($0.seconds) }
      settings.configuration = try configuration.map { try Self.file($0.path) }
      let path = try baseline ?? ConfiguredOutputs.baseline(of: configuration)
      settings.baseline = try path.map { path in
        // A baseline that can't be used is an error here, not on every machine.
        _ = try InputFile.baseline(path)
        return try Self.file(path)
      }
      return settings
    }

    static func file(_ path: String) throws -> PlannedSettings.File {
      .init(path: path, text: String(decoding: try InputFile.read(path).bytes, as: UTF8.self))
    }

    private func write(_ plan: ShardPlan) throws {
      let digest = RunningDigest(.sha256)
      guard out.word != "-" else {
        return try plan.write(digest) { bytes throws(WriteFailure) in
          try OutputPlace.descriptor(1).write(bytes)
        }
      }
      do throws(FileError) {
        let file = try AtomicFile(out.word)
        try plan.write(digest) { bytes throws(FileError) in try file.append(bytes.span) }
        try file.commit()
      } catch {
        throw WriteFailure(out.word, detail: error.detail)
      }
    }
  }
}
