import SharedCloudRegistry

@testable import RegistryValidation

/// A tiny registry made of one example of a rule, and its configuration.
struct ExampleRegistry {
  /// The target.
  private(set) var targets: [TargetSource]
  /// The file and place of the mark; nil in a valid example.
  private(set) var place: Place?

  /// The configuration to use; nil if the example has none.
  private(set) var configuration: Configuration?
  /// The baseline to use; nil if the example has none.
  private(set) var baseline: Baseline?

  /// A place in one of the files.
  struct Place: Hashable, CustomStringConvertible {
    var file: String
    var line: Int
    var column: Int

    var description: String { "\(file):\(line):\(column)" }
  }

  /// Builds the registry of an example.
  init(_ example: RuleExample, of rule: Rule) throws {
    let texts = example.files.mapValues { MarkedText($0, hasEscapes: rule.examplesHaveEscapes) }
    if let text = texts[""] {
      self = Self(lone: text, of: rule)
      return
    }
    place =
      texts.compactMap { name, text in
        text.place.map { Place(file: name, line: $0.line, column: $0.column) }
      }.first
    var files = texts.mapValues(\.bytes)
    if let text = files.removeValue(forKey: Configuration.fileName) {
      configuration = try Configuration(parsing: text, path: Configuration.fileName)
    }
    if let text = files.removeValue(forKey: Baseline.fileName) {
      baseline = try Baseline(reading: text, name: Baseline.fileName)
    }
    // A bucket has one catalog; several represent the buckets of a registry.
    targets =
      rule.scope == .registry
      ? files.sorted { $0.key < $1.key }.map { Self.document($0.value, $0.key) }
      : [TestTarget.tree(files)]
  }

  private static func document(_ bytes: [UInt8], _ key: String) -> TargetSource {
    TestTarget.document(bytes, key: key, key == "HelioDataRegistry.json" ? .registry : .catalog)
  }

  /// Builds the registry around the text of one file.
  private init(lone text: MarkedText, of rule: Rule) {
    switch rule.scope {
    case .registry:
      targets = [Self.document(text.bytes, "HelioDataRegistry.json")]
      place = Self.place(text, in: "HelioDataRegistry.json")
    case .catalog, .document, .bucket:
      targets = [Self.document(text.bytes, "catalog.json")]
      place = Self.place(text, in: "catalog.json")
    case .dataset:
      let bytes = Array(Self.prefix.utf8) + text.bytes + Array("]}".utf8)
      targets = [Self.document(bytes, "catalog.json")]
      place = Self.place(text, in: "catalog.json", columnsBefore: Self.prefix.count)
    case .info:
      targets = [TestTarget.document(text.bytes, key: "ds.json", .info)]
      place = Self.place(text, in: "ds.json")
    case .index, .row, .object, .configuration, .mirror:
      targets = [
        TestTarget.tree([
          "catalog.json": Array(TestCatalog.oneDataset().utf8), "ds/ds_2010.csv": text.bytes,
        ])
      ]
      place = Self.place(text, in: "ds/ds_2010.csv")
    }
  }

  /// The text before an entry, on the same line.
  private static let prefix =
    #"{"version":"1.1","name":"n","contact":"c","status":{"code":1200,"message":"OK"},"#
    + #""egress":"public","endpoint":"s3://b/","catalog":["#

  private static func place(
    _ text: MarkedText, in file: String, columnsBefore: Int = 0
  ) -> Place? {
    text.place.map {
      Place(file: file, line: $0.line, column: $0.column + ($0.line == 1 ? columnsBefore : 0))
    }
  }
}
