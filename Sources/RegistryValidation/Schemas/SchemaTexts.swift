internal import Formats
internal import JSONSchema

/// The schemas of a user and the built-in ones, with their sources.
struct SchemaTexts: Sendable {
  private var collection = SchemaCollection()
  private var texts: [(name: String, document: Document)] = []

  private static let metaschema = "https://json-schema.org/draft/2020-12/schema"

  /// Reads a schema.
  ///
  /// - Returns: Its URI: its `$id`, if it has one.
  @discardableResult
  mutating func add(_ text: SchemaText, uri: String) throws(SchemaProblem) -> String {
    let document: Document
    do throws(SyntaxFault) {
      document = try text.parsed()
    } catch {
      throw SchemaProblem([SchemaFinding(error, in: text)])
    }
    texts.append((text.name, document))
    do throws(SchemaError) {
      try collection.add(document, uri: uri)
    } catch {
      throw problem(error)
    }
    let id = document.root["$id"]?.string ?? ""
    return SchemaCollection.resolve(id, against: uri)
  }

  /// Adds the built-in schemas, except those that a user gave or bundled.
  mutating func addLibrary() throws(SchemaProblem) {
    do throws(SchemaError) {
      for schema in SchemaLibrary.standard.files where !collection.contains(schema.id) {
        try collection.add(schema.document, uri: schema.id)
      }
    } catch {
      throw problem(error)
    }
  }

  /// Checks the user's schemas for draft 2020-12.
  func checkByMetaschema() throws(SchemaProblem) {
    let concerned = texts.filter { text in
      let dialect = text.document.root["$schema"]
      return dialect == nil || dialect?.string == Self.metaschema
        || dialect?.string == Self.metaschema + "#"
    }
    guard !concerned.isEmpty else { return }
    let metaschema = try compile(Self.metaschema, options: SchemaOptions(usesTables: false))
    let findings = concerned.flatMap { name, document in
      let places = DocumentPlaces(document)
      return metaschema.failures(in: document.root).map { SchemaFinding($0, in: name, places) }
    }
    if !findings.isEmpty { throw SchemaProblem(findings) }
  }

  /// Compiles a schema.
  func compile(_ uri: String, options: SchemaOptions) throws(SchemaProblem) -> Schema {
    do throws(SchemaError) {
      return try Schema(compiling: uri, in: collection, options: options)
    } catch {
      throw problem(error)
    }
  }

  private func problem(_ error: SchemaError) -> SchemaProblem {
    let owner = texts.first { text in error.node.map { $0.document === text.document } ?? false }
    var finding = SchemaFinding("", error.message, in: owner?.name ?? error.location)
    if let owner, let node = error.node {
      let pointer = error.location.firstIndex(of: "#").map { error.location[$0...].dropFirst() }
      DocumentPlaces(owner.document).place(
        &finding.finding, at: node, pointer: pointer.map(String.init))
    }
    finding.schemaLocation = error.location
    return SchemaProblem(
      [finding], isMissingSchema: [.unknownReference, .unknownDialect].contains(error.code))
  }
}
