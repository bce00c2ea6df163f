import Formats
import JSONSchema
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Reports meet their schema")
struct ReportSchemaTests {
  /// Targets of every kind, with many faults.
  static let targets: [String: [TargetSource]] = {
    let demo = (try? ProjectFiles.tree("Conformance/data/demo-faulty")) ?? [:]
    let generated = GeneratedRegistry.tree(datasets: 2, years: 3, rows: 50, seed: 3)
    let registry = #"{"version": 1, "registry": [{"endpoint": "s3://b/"}, {}], "a\u0001": null}"#
    return [
      "demo": [TestTarget.tree(demo)],
      "generated": [TestTarget.tree(generated)],
      "registry and catalogs": [
        TestTarget.document(registry, key: "HelioDataRegistry.json", .registry),
        TestTarget.document(TestCatalog.oneDataset(), key: "one/catalog.json", .catalog),
        TestTarget.document(TestCatalog.oneDataset(), key: "two/catalog.json", .catalog),
      ],
      "an entry": [TestTarget.document(#"{"id": "a", "index": 1}"#, key: "a.json", .dataset)],
      "an info document": [TestTarget.document("{}", key: "a.json", .info)],
      "an index": [TestTarget.index("2010,1\n\u{1B}[31m,2\n")],
      "no JSON": [TestTarget.document("{\"a\": \u{0}", key: "a.json", nil)],
      "an empty file": [TestTarget.document("", key: "catalog.json", .catalog)],
      "no UTF-8": [TestTarget.document([0x7B, 0xFF, 0xFE], key: "catalog.json", .catalog)],
      "a damaged Parquet file": [
        TestTarget.tree(["catalog.json": TestCatalog.oneDataset(), "ds/ds_2010.parquet": "PAR1"])
      ],
      "an index elsewhere": [
        TestTarget.tree([
          "catalog.json": TestCatalog.text([
            TestCatalog.entry(id: "a"), TestCatalog.entry(id: "b", index: "gs://c/b/"),
          ])
        ])
      ],
    ]
  }()

  private static func report(_ name: String) async throws -> Report {
    var validator = Validator.forTests()
    validator.depth = .objects
    return try await validator.validate(try #require(targets[name]))
  }

  private static func options(isTimed: Bool) -> ReportOptions {
    var options = ReportOptions(toolVersion: "0.1.0")
    if isTimed {
      options.started = "2026-11-23T00:00:00Z"
      options.seconds = 1.25
      options.command = ["scregistry", "validate", "."]
    }
    return options
  }

  @Test("as JSON", arguments: targets.keys.sorted(), [true, false])
  func json(_ name: String, _ isTimed: Bool) async throws {
    let bytes = try await Self.report(name).written(
      as: .json, options: Self.options(isTimed: isTimed))
    let document = try JSONParser.parse(bytes)
    let failures = try CompiledSchema.named("report.schema.json").failures(in: document.root)
    #expect(failures.map(\.description) == [])
    #expect(document.remarks.isEmpty)
    #expect(bytes.last == 0x0A)
  }

  @Test("as NDJSON", arguments: targets.keys.sorted())
  func ndjson(_ name: String) async throws {
    let report = try await Self.report(name)
    let bytes = report.written(as: .ndjson, options: Self.options(isTimed: true))
    let schema = try CompiledSchema.named("ndjson-line.schema.json")
    let lines = bytes.split(separator: 0x0A)
    var types: [String] = []
    for line in lines {
      let document = try JSONParser.parse(Array(line))
      #expect(schema.failures(in: document.root).map(\.description) == [])
      types.append(document.root["type"]?.text ?? "")
    }
    #expect(types.first == "header")
    #expect(types.last == "summary")
    #expect(types.filter { $0 == "finding" }.count == report.findings.count)
    #expect(types.filter { $0 == "notice" }.count == report.notices.count)
  }

  @Test("with places in the file", arguments: targets.keys.sorted())
  func places(_ name: String) async throws {
    for finding in try await Self.report(name).findings {
      let place = finding.location
      #expect((place.line ?? 1) >= 1 && (place.column ?? 1) >= 1, "\(finding)")
      if let line = place.line, let end = place.endLine, let column = place.column {
        #expect((line, column) <= (end, place.endColumn ?? column), "\(finding)")
      }
      guard let excerpt = finding.excerpt else { continue }
      let count = excerpt.text.unicodeScalars.count
      #expect(count > 400 || excerpt.column + excerpt.length <= count + 2, "\(finding)")
    }
  }
}
