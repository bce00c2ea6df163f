internal import Formats
public import SharedCloudRegistry

/// The text of a first `scregistry.yml`, made for existing registries.
public struct StarterConfiguration: Sendable {
  /// The text, with comments and with examples that are commented out.
  ///
  /// After `#`, an example has no space or two, and prose has one.
  public let text: String

  /// Checks the JSON documents of targets and writes the text.
  ///
  /// - Parameters:
  ///   - targets: Paths, as written in the file.
  ///   - now: The current time, for the dates in examples.
  /// - Throws: ``TargetError`` when a target does not exist or its kind can't be recognised.
  public init(for targets: [String], at now: SCRTime) async throws(TargetError) {
    var sources: [TargetSource] = []
    for target in targets { sources.append(try TargetSource(target, kind: nil)) }
    try await self.init(for: sources, at: now)
  }

  init(for sources: [TargetSource], at now: SCRTime) async throws(TargetError) {
    var validator = Validator()
    validator.depth = .metadata
    validator.now = now
    var counts: [(profile: Profile, errors: Int)] = []
    var findings: [Finding] = []
    var targets: [Report.Target] = []
    var ids: [String] = []
    for profile in Profile.allCases {
      validator.profile = profile
      var run = ValidationRun(validator)
      for source in sources { try await run.check(source) }
      let report = run.report()
      counts.append((profile, report.count(of: .error)))
      guard profile == .default else { continue }
      findings = report.findings
      targets = report.targets
      ids = run.catalogs.flatMap { $0.entries.compactMap(\.id) }
    }
    let facts = Facts(
      targets: sources.map(\.name), documents: targets, counts: counts, findings: findings,
      ids: ids, now: now)
    text = facts.text
  }
}

/// Facts about the registries for which a configuration is written.
private struct Facts {
  var targets: [String]
  var documents: [Report.Target]
  var counts: [(profile: Profile, errors: Int)]
  var findings: [Finding]
  var ids: [String]
  var now: SCRTime

  var text: String {
    """
    # Targets and rules for scregistry. The command line overrides this file.
    # All keys: scregistry schema show configuration. In effect: scregistry validate --show-config
    version: 1

    # The version of the specification; auto detects it for each document.
    spec: \(spec)

    # The severities of the rules: strict, default, production, client-safe or legacy.
    # Errors in the JSON documents now: \(errors).
    profile: \(profile.rawValue)

    # The targets when the command line names none. Paths are relative to this file.
    targets:
    \(targets.map { "  - \(Self.quoted($0))\n" }.joined())
    # The lowest severity that makes the exit code 1: error, warning or info.
    fail-level: error

    # Severities (off, info, warning, error) and options of rules, by code or name.
    # All rules: scregistry rules list. One of them: scregistry rules show CODE.
    #rules:
    #  \(rule): info
    #  line-too-long: {severity: warning, options: {max-length: 65536}}

    # Other severities for some datasets or files; the last match wins. A pattern matches the
    # whole id or key: * within a directory, ** across directories, ?, [a-z], {a,b}.
    #overrides:
    #  - datasets: [\(Self.quoted(Self.pattern(ids.last ?? "mms1_*")))]
    #    paths: ["**/*_\(now.year).csv"]
    #    rules: {row-out-of-order: warning}

    # Findings that don't count, with a reason and an expiry date.
    #suppress:
    #  - rule: \(rule)
    #    datasets: [\(Self.quoted(Self.pattern(dataset ?? "mms1_*")))]
    #    reason: fixed in the next release of the pipeline
    #    owner: data-team@example.org
    #    expires: \(SCRTime(seconds: now.seconds + 180 * 86400).text.prefix(10))

    # Findings in the baseline don't count either.
    #baseline: scregistry-baseline.json

    # The reports to write when the command line names none.
    #output: [text, json=out/scregistry.json]

    """
  }

  /// The version that all documents declare, if it exists; else `auto`.
  private var spec: String {
    let declared = Set(documents.map(\.declared))
    guard declared.count == 1, let version = declared.first.flatMap(\.self),
      let dialect = Dialect(version: version), documents.allSatisfy({ $0.dialect == dialect })
    else { return "auto" }
    return Self.quoted(version)
  }

  private var errors: String {
    counts.map { "\($0.profile.rawValue) \($0.errors)" }.joined(separator: ", ")
  }

  /// The suitable profile: default without errors, legacy for old versions, production if that has
  /// no errors.
  private var profile: Profile {
    func count(_ profile: Profile) -> Int { counts.first { $0.profile == profile }?.errors ?? 0 }
    if count(.default) == 0 { return .default }
    let old: Set<Dialect> = [.spec01a, .spec01b, .spec02, .spec022, .spec03]
    if documents.contains(where: { $0.dialect.map(old.contains) ?? false }) { return .legacy }
    return count(.production) == 0 ? .production : .default
  }

  /// A finding for the examples, on a dataset if possible.
  private var example: Finding? { findings.first { $0.dataset != nil } ?? findings.first }

  private var rule: String { example?.rule ?? RuleID.titleIsAPath.code }

  private var dataset: String? { example?.dataset ?? ids.first }

  /// A pattern that matches only an id.
  private static func pattern(_ id: String) -> String {
    if id == "mms1_*" { return id }
    var pattern = String.UnicodeScalarView()
    for scalar in id.unicodeScalars.prefix(100) {
      if "*?[]{}\\,".unicodeScalars.contains(scalar) { pattern.append("\\") }
      pattern.append(scalar)
    }
    return String(pattern)
  }

  /// A YAML string in double quotes, with line ends and invisible characters escaped.
  private static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> String in
      if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
      let isPlain = scalar.value < 0xD800 && HarmlessText.of(String(scalar)) == String(scalar)
      if isPlain { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    }
    return "\"\(scalars.joined())\""
  }
}
