import RegistryValidation
import SharedCloudRegistry

/// A tiny registry made of one example of a rule, and its configuration.
package struct ExampleRegistry {
  /// The target.
  package private(set) var targets: [TargetSource]
  /// The file and place of the mark; nil in a valid example.
  package private(set) var place: Place?

  /// The configuration to use; nil if the example has none.
  package private(set) var configuration: Configuration?
  /// The file of the baseline to use; nil if the example has none.
  package private(set) var baseline: [UInt8]?

  /// The name of the file of the baseline.
  package static let baselineName = "scregistry-baseline.json"

  /// A place in one of the files.
  package struct Place: Hashable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int, column: Int) {
      self.file = file
      self.line = line
      self.column = column
    }

    package var description: String { "\(file):\(line):\(column)" }
  }

  /// Builds the registry of an example.
  package init(_ example: RuleExample, of rule: Rule) throws {
    let texts = Dictionary(
      uniqueKeysWithValues: example.files.map { name, text in
        (name, MarkedText(text, of: name, hasEscapes: rule.examplesHaveEscapes))
      })
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
    baseline = files.removeValue(forKey: Self.baselineName)
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
