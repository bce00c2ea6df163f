import FoundationEssentials
import Patterns
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("A starter configuration")
struct StarterConfigurationTests {
  private static func text(_ sources: [TargetSource]) async throws -> String {
    let now = try SCRTime(parsing: "2026-11-23Z")
    return try await StarterConfiguration(for: sources, at: now).text
  }

  private static func demo(_ name: String) throws -> TargetSource {
    TestTarget.tree(try ProjectFiles.tree("Conformance/data/" + name), name: name)
  }

  /// The text with its examples no longer commented out.
  private static func withExamples(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("#") && line.firstMatch(of: /^# [^ ]/) == nil ? line.dropFirst() : line
    }.joined(separator: "\n")
  }

  @Test("is valid, with its examples and without", arguments: ["demo-good", "demo-faulty"])
  func validity(_ name: String) async throws {
    let text = try await Self.text([try Self.demo(name)])
    let configuration = try Configuration(text: text)
    #expect(configuration.targets.map(\.uri) == [name])
    #expect(configuration.spec?.value == "1.1")
    #expect(configuration.suppressions.isEmpty)
    let examples = try Configuration(text: Self.withExamples(text))
    #expect(examples.rules.count == 2)
    #expect(examples.overrides.count == 1)
    #expect(examples.suppressions.count == 1)
    #expect(examples.baseline != nil)
    #expect(examples.outputs.count == 2)
  }

  @Test func `has examples from the findings`() async throws {
    let text = try await Self.text([try Self.demo("demo-faulty")])
    let examples = try Configuration(text: Self.withExamples(text))
    let suppression = try #require(examples.suppressions.first)
    let report = try await Validator.forTests(profile: .default).validate([
      try Self.demo("demo-faulty")
    ])
    let suppressed = report.findings(of: suppression.rule).filter { finding in
      RuleSettings.covers(suppression.datasets, name: finding.dataset)
    }
    #expect(!suppressed.isEmpty)
    #expect(suppression.expires == "2027-05-22")
  }

  /// A catalog, and its suitable profile and version.
  static let profiles: [(String, Profile, String)] = [
    (TestCatalog.oneDataset(), .default, "1.1"),
    (TestCatalog.oneDataset().replacing("\"1.1\"", with: "\"7.7\""), .default, "auto"),
    (
      TestCatalog.oneDataset().replacing("\"filetype\": \"cdf\"", with: "\"filetype\": \"xyz\""),
      .production, "1.1"
    ),
    (TestCatalog.oneDataset().replacing("\"contact\": \"c\",", with: ""), .default, "1.1"),
  ]

  @Test("suggests a profile and states the version", arguments: profiles)
  func suggestions(_ catalog: String, _ profile: Profile, _ spec: String) async throws {
    let target = TestTarget.document(catalog, key: "catalog.json", .catalog)
    let configuration = try Configuration(text: try await Self.text([target]))
    #expect(configuration.profile?.value == profile)
    #expect(configuration.spec?.value == spec)
  }

  static let names = [
    "a\nversion: 2", "#", "a: b", "\"", "\\", "'", "\u{85}x", "\u{2028}x", "\u{1B}[31m", "日本",
    "👩‍🚀", "*?[{}]", "x\u{0}y", "%", "{{", "\u{FEFF}", "e\u{301}",
  ]

  @Test("survives any name of a target and any id", arguments: names)
  func hostility(_ name: String) async throws {
    let id = name.unicodeScalars.map {
      $0.value < 0x20 || $0 == "\"" || $0 == "\\"
        ? "\\u00" + ($0.value < 16 ? "0" : "") + String($0.value, radix: 16) : String($0)
    }.joined()
    let files = ["catalog.json": TestCatalog.text([TestCatalog.entry(id: id)])]
    let text = try await Self.text([TestTarget.tree(files, name: name)])
    let configuration = try Configuration(text: text)
    #expect(configuration.targets.map(\.uri) == [name])
    let examples = try Configuration(text: Self.withExamples(text))
    #expect(examples.suppressions.first?.datasets.first?.matches(name) == true)
  }
}
