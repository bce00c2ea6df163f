package import Formats
internal import JSONSchema
internal import RegistrySchemas
internal import RegistryValidation

/// A JSON format of scregistry, and its schema.
package struct OwnFormat: Sendable {
  /// Reports as one document.
  static let report = OwnFormat("report.schema.json")
  /// One line of a report in JSON lines.
  static let line = OwnFormat("ndjson-line.schema.json")
  /// Baselines.
  static let baseline = OwnFormat("baseline.schema.json", allowsMore: false)

  private let schema: Schema
  private let allowsMore: Bool

  /// Compiles a built-in schema.
  ///
  /// - Parameters:
  ///   - file: The name of the schema's file below `Schemas/own`.
  ///   - allowsMore: Whether to accept members that the schema does not know, which a newer
  ///     version may have added.
  package init(_ file: String, allowsMore: Bool = true) {
    self.allowsMore = allowsMore
    do {
      var collection = SchemaCollection()
      for file in SchemaFiles.all(in: "own") {
        let document = try JSONParser.parse(file.bytes)
        try collection.add(document, uri: document.root["$id"]?.text ?? file.name)
      }
      let own = try JSONParser.parse(SchemaFiles.file("own/" + file)?.bytes ?? [])
      schema = try Schema(compiling: own.root["$id"]?.text ?? "", in: collection)
    } catch {
      preconditionFailure("the built-in schema \(file) can't be used: \(error)")
    }
  }

  /// Parses a text and checks it against the schema.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - name: The file.
  ///   - lines: The number of lines before the text.
  /// - Returns: The outermost value.
  /// - Throws: ``UnusableFile`` for the first fault.
  package func root(
    of bytes: [UInt8], name: String, after lines: Int = 0
  ) throws(UnusableFile) -> Node {
    let document: Document
    do throws(SyntaxFault) {
      document = try JSONParser.parse(bytes, limits: Self.limits)
    } catch {
      let place = LineIndex(bytes).position(at: error.offset)
      throw UnusableFile(
        name, "is not JSON: \(error.message)", line: place.line + lines, column: place.column)
    }
    for remark in document.remarks {
      guard case .duplicateKey = remark.kind else { continue }
      let place = LineIndex(bytes).position(at: remark.offset)
      throw UnusableFile(
        name, "duplicate key", line: place.line + lines, column: place.column)
    }
    if let failure = firstFailure(in: document.root) {
      let place = LineIndex(bytes).position(at: failure.instance.sourceRange.lowerBound)
      throw UnusableFile(
        name, failure.message, line: place.line + lines, column: place.column,
        member: failure.pointer)
    }
    return document.root
  }

  /// Finds the first failure; members that a newer version added are not failures.
  private func firstFailure(in root: Node) -> SchemaFailure? {
    guard !schema.isValid(root) else { return nil }
    return schema.failures(in: root).first {
      !allowsMore || !["additionalProperties", "unevaluatedProperties"].contains($0.keyword)
    }
  }

  /// Reports are nested less than ten deep.
  static let limits = TextLimits(depth: 32, size: 512 << 20)
}
