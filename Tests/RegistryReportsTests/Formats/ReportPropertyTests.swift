import Formats
import JSONSchema
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

/// Properties of every report, with texts that break careless writers.
@Suite("Reports of nasty texts")
struct ReportPropertyTests {
  static let seeds = 0..<10

  /// A report and options that differ from seed to seed.
  static func sample(_ seed: Int) -> (Report, ReportOptions) {
    // Some have more buckets than the maximum number of SARIF runs.
    let buckets = seed % 10 == 9 ? Array(seed..<seed + 24) : Array(seed..<seed + 1 + seed % 3)
    let options = ReportOptions.forTests { options in
      options.listsEveryOutcome = seed % 4 == 1
      if seed % 2 == 0 {
        options.started = "2026-11-23T07:00:00Z"
        options.seconds = 0.125 * Double(seed)
        options.command = ["scregistry", "validate"] + RandomReport.nastyTexts.prefix(seed % 20)
      }
      if seed % 3 == 0 {
        options.places.sourceMap = [.init(prefix: "s3://bucket-\(seed)/", path: "a b%/é:x/")]
        options.places.configuration = "ci/scr registry.yml"
        options.places.targetLines = ["s3://bucket-\(seed + 1)/": 7]
      }
    }
    return (RandomReport.report(of: buckets), options)
  }

  private func written(_ format: ReportFormat, _ seed: Int) throws -> Document {
    let (report, options) = Self.sample(seed)
    let document = try JSONParser.parse(report.written(as: format, options: options))
    #expect(document.remarks.isEmpty)
    return document
  }

  @Test("as JSON meet the schema", arguments: seeds)
  func json(_ seed: Int) throws {
    let schema = try CompiledSchema.named("report.schema.json")
    #expect(schema.failures(in: try written(.json, seed).root).map(\.description) == [])
  }

  @Test("as NDJSON meet the schema", arguments: seeds)
  func ndjson(_ seed: Int) throws {
    let (report, options) = Self.sample(seed)
    let schema = try CompiledSchema.named("ndjson-line.schema.json")
    let lines = report.written(as: .ndjson, options: options).split(separator: 0x0A)
    #expect(lines.count == report.findings.count + report.notices.count + 2)
    for line in lines {
      let document = try JSONParser.parse(Array(line))
      #expect(schema.failures(in: document.root).map(\.description) == [])
    }
  }

  @Test(
    "as SARIF meet the official schema", .enabled(if: ExternalFiles.sarif != nil),
    arguments: 0..<10)
  func sarifSchema(_ seed: Int) throws {
    let schema = try #require(ExternalFiles.sarif)
    #expect(schema.failures(in: try written(.sarif, seed).root).map(\.description) == [])
  }

  @Test("as GitLab code quality meet the schema", arguments: seeds)
  func gitlab(_ seed: Int) throws {
    var collection = SchemaCollection()
    let text = try ProjectFiles.bytes("Tests/Suites/gitlab-code-quality.schema.json")
    try collection.add(try JSONParser.parse(text), uri: "test:gitlab")
    let schema = try Schema(compiling: "test:gitlab", in: collection)
    let root = try written(.gitlab, seed).root
    #expect(schema.failures(in: root).map(\.description) == [])
    let fingerprints = root.items.compactMap { $0.text("fingerprint") }
    #expect(Set(fingerprints).count == fingerprints.count)
    #expect(root.items.compactMap { $0.text("location/path") }.allSatisfy(Self.isRelative))
    let active = Self.sample(seed).0.findings.filter(\.isActive)
    #expect(fingerprints.count == active.count)
  }

  @Test("as SARIF have what code scanning requires, and every finding", arguments: seeds)
  func codeScanning(_ seed: Int) throws {
    var counts: [String: Int] = [:]
    let runs = try written(.sarif, seed).root["runs"]?.items ?? []
    #expect((1...20).contains(runs.count))
    let categories = runs.compactMap { $0.text("automationDetails/id") }
    #expect(Set(categories).count == runs.count && categories.allSatisfy { $0.hasSuffix("/") })
    for run in runs {
      let rules = run.at("tool/driver/rules")?.items.compactMap { $0.text("id") } ?? []
      var hashes: Set<String> = []
      for result in run["results"]?.items ?? [] {
        #expect(result["locations"]?.count == 1)
        let place = result.at("locations/0/physicalLocation")
        let uri = place?.text("artifactLocation/uri") ?? ""
        #expect(Self.isRelative(uri) && !uri.contains(":") && !uri.contains("\\"), "\(uri)")
        #expect((Int(place?.text("region/startLine") ?? "") ?? 0) >= 1)
        #expect((Int(place?.text("region/startColumn") ?? "") ?? 0) >= 1)
        let index = try #require(Int(result.text("ruleIndex") ?? ""))
        #expect(rules.indices.contains(index) && rules[index] == result.text("ruleId"))
        let hash = try #require(result.text("partialFingerprints/primaryLocationLineHash"))
        #expect(hashes.insert(hash).inserted)
        #expect(result.text("message/text")?.contains("](") == false)
        let count = Int(result.text("occurrenceCount") ?? "") ?? 0
        if count > 0 { counts[rules[index], default: 0] += count }
      }
    }
    #expect(counts == Self.sample(seed).0.counts)
  }

  @Test("as JUnit count what they hold", arguments: seeds)
  func junit(_ seed: Int) throws {
    let (report, options) = Self.sample(seed)
    let document = try JUnitDocument(report, options)
    for (number, suite) in document.suites.enumerated() {
      func count(_ outcome: String) -> String { "\(suite.cases.count { $0.outcome == outcome })" }
      #expect(suite.attributes["id"] == "\(number)")
      #expect(suite.attributes["tests"] == "\(suite.cases.count)")
      #expect(suite.attributes["failures"] == count("failure"))
      #expect(suite.attributes["errors"] == count("error"))
      #expect(suite.attributes["skipped"] == count("skipped"))
      let names = suite.cases.map { $0.classname + " " + $0.name }
      #expect(Set(names).count == names.count, "\(names)")
      #expect(names.allSatisfy { !$0.unicodeScalars.contains { $0.value < 0x20 } })
    }
    let broken = report.rulesInFiles.filter { found in
      found.count(.active) > 0
        && found.severity(.active, otherwise: report.usualSeverity(of: found.rule)) > .info
    }
    #expect(document.cases.count { $0.outcome == "failure" } == broken.count)
    #expect(!broken.isEmpty || report.counts.isEmpty || report.count(of: .error) == 0)
  }

  @Test("are the same bytes each time", arguments: 0..<5)
  func same(_ seed: Int) {
    for format in [ReportFormat.sarif, .junit, .gitlab] {
      let (first, options) = Self.sample(seed)
      let (second, _) = Self.sample(seed)
      #expect(
        first.written(as: format, options: options) == second.written(as: format, options: options))
    }
  }

  private static func isRelative(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.contains("://")
      && !path.split(separator: "/").contains("..")
  }
}
