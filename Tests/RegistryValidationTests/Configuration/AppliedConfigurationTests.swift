import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("The settings of a run")
struct AppliedConfigurationTests {
  static let text = """
    version: 1
    spec: "0.3"
    profile: strict
    depth: objects
    fail-level: info
    targets: [one, {uri: "s3://b/", root: copy}]
    rules: {IDX014: warning, IDX015: off, IDX043: {options: {max-length: 4096}}}
    overrides:
      - {datasets: ["mms_*"], rules: {IDX014: info, IDX016: error}}
      - {paths: ["**/*_2010.csv"], rules: {IDX014: off}}
    suppress:
      - {rule: IDX030, paths: ["ds/**"], reason: old}
      - {rule: IDX031, reason: older, expires: 2020-01-01}
    output: [json]
    """

  private static func applied(
    _ text: String? = text, _ change: (inout AppliedConfiguration.Flags) -> Void = { _ in }
  ) throws -> AppliedConfiguration {
    var flags = AppliedConfiguration.Flags()
    change(&flags)
    return AppliedConfiguration(
      flags, over: try text.map { try Configuration(text: $0) },
      at: try SCRTime(parsing: "2026-11-23Z"))
  }

  @Test func `are the defaults if nothing is set`() throws {
    let applied = try Self.applied(nil)
    #expect(applied.profile == .init(value: .default, origin: .standard))
    #expect(applied.spec == .init(value: "auto", origin: .standard))
    #expect(applied.depth == .init(value: .index, origin: .standard))
    #expect(applied.failLevel == .init(value: .error, origin: .standard))
    #expect(applied.targets.isEmpty && applied.outputs.isEmpty)
    #expect(applied.rules == RuleSettings(.default, of: .standard))
  }

  @Test func `are those of the configuration if the command line sets nothing`() throws {
    let applied = try Self.applied()
    #expect(applied.profile == .init(value: .strict, origin: .configuration(line: 3)))
    #expect(applied.spec == .init(value: "0.3", origin: .configuration(line: 2)))
    #expect(applied.depth == .init(value: .objects, origin: .configuration(line: 4)))
    #expect(applied.failLevel == .init(value: .info, origin: .configuration(line: 5)))
    #expect(applied.targets.map(\.value) == ["one", "copy"])
    #expect(applied.outputs == [.init(value: "json", origin: .configuration(line: 14))])
  }

  @Test func `are those of the command line if it sets them`() throws {
    let applied = try Self.applied {
      $0.profile = .legacy
      $0.spec = "auto"
      $0.depth = .metadata
      $0.failLevel = .error
      $0.targets = ["other"]
      $0.outputs = ["text"]
    }
    #expect(applied.profile == .init(value: .legacy, origin: .commandLine))
    #expect(applied.spec == .init(value: "auto", origin: .commandLine))
    #expect(applied.depth == .init(value: .metadata, origin: .commandLine))
    #expect(applied.failLevel == .init(value: .error, origin: .commandLine))
    #expect(applied.targets == [.init(value: "other", origin: .commandLine)])
    #expect(applied.outputs == [.init(value: "text", origin: .commandLine)])
    // Severities of the configuration override any profile.
    #expect(applied.rules.severities["IDX014"] == .warning)
  }

  @Test func `set up a validator`() throws {
    var validator = Validator()
    validator.jobs = 3
    try Self.applied().configure(&validator.options)
    #expect(validator.profile == .strict)
    #expect(validator.failLevel == .info)
    #expect(validator.depth == .objects)
    #expect(validator.dialect == .spec03)
    #expect(validator.jobs == 3)
    #expect(validator.settings.severities["IDX014"] == .warning)
    #expect(validator.settings.severities["IDX015"] == nil)
    #expect(validator.settings.reasonsOff["IDX015"] == "off in scregistry.yml")
    #expect(validator.settings.options == ["IDX043": ["max-length": 4096]])
    #expect(validator.settings.suppressions.count == 2)
    #expect(validator.settings.expired == [1])
  }

  /// A file, a dataset, a rule, and the expected severity and line.
  static let rulings: [(String, String?, String, Severity?, AppliedConfiguration.Origin)] = [
    ("ds/ds_2011.csv", "ds", "IDX014", .warning, .configuration(line: 7)),
    ("ds/ds_2011.csv", "ds", "IDX015", nil, .configuration(line: 7)),
    ("ds/ds_2011.csv", "ds", "IDX016", .info, .profile),
    ("m/mms_a_2011.csv", "mms_a", "IDX014", .info, .configuration(line: 9)),
    ("m/mms_a_2011.csv", "mms_a", "IDX016", .error, .configuration(line: 9)),
    ("m/mms_a_2010.csv", "mms_a", "IDX014", nil, .configuration(line: 10)),
    ("catalog.json", nil, "IDX014", .warning, .configuration(line: 7)),
    ("ds/ds_2011.csv", "ds", "IDX043", .error, .profile),
  ]

  @Test("have the origin of the severity of a rule", arguments: rulings)
  func origins(
    _ key: String, _ dataset: String?, _ code: String, _ severity: Severity?,
    _ origin: AppliedConfiguration.Origin
  ) throws {
    let applied = try Self.applied()
    let setting = try #require(
      applied.ruleSettings(forFile: key, dataset: dataset).first { $0.code == code })
    #expect(setting.severity == severity)
    #expect(setting.origin == origin)
    #expect(applied.rules.ruling(on: code, dataset: dataset, key: key)?.severity == severity)
  }

  @Test func `have the suppression that would match`() throws {
    let applied = try Self.applied()
    func hit(_ code: String, _ key: String) -> Int? {
      applied.ruleSettings(forFile: key, dataset: "ds").first { $0.code == code }?
        .suppression?.location.line
    }
    #expect(hit("IDX030", "ds/ds_2010.csv") == 12)
    #expect(hit("IDX030", "other/ds_2010.csv") == nil)
    #expect(hit("IDX031", "ds/ds_2010.csv") == nil)
  }

  /// Names on the command line, and their file and dataset.
  static let names: [(String, String, String?)] = [
    ("ds/ds_2010.csv", "ds/ds_2010.csv", "ds"), ("./ds/ds_2010.csv", "ds/ds_2010.csv", "ds"),
    ("one/ds/ds_2010.csv", "ds/ds_2010.csv", "ds"), ("copy/x.txt", "x.txt", nil),
    ("s3://b/ds/ds_2010.csv", "ds/ds_2010.csv", "ds"), ("mms_a", "catalog.json", "mms_a"),
    ("ds/ds.json", "ds/ds.json", "ds"), ("catalog.json", "catalog.json", nil),
    ("HelioDataRegistry.json", "HelioDataRegistry.json", nil),
  ]

  @Test("accept the name of a file or a dataset", arguments: names)
  func subjects(_ name: String, _ key: String, _ dataset: String?) throws {
    let subject = try Self.applied().subject(named: name)
    #expect(subject.key == key)
    #expect(subject.dataset == dataset)
  }
}
