internal import Formats
internal import JSONSchema
internal import Locks
internal import RegistrySchemas
internal import SharedCloudRegistry

/// The JSON Schemas of documents in every dialect, compiled at their first use.
///
/// They are part of the program, so that each is compiled once for all runs of a process.
struct DocumentSchemas: Sendable {
  /// Which file is the schema of which document.
  private static let files = document("documents/documents.json")
  private static let compiled = Lock<[String: Schema]>([:])

  /// Returns the schema of a kind of document in a dialect.
  ///
  /// A large document is worth more preparation.
  func schema(of kind: DocumentKind, in dialect: Dialect, size: Int) -> Schema {
    let isEntry = kind == .dataset
    let folder = isEntry ? "catalog" : kind.rawValue
    let file = Self.files.root[folder]?[dialect.rawValue]?.text ?? ""
    let isLarge = size > 256 << 10
    let name = file + (isEntry ? "#/$defs/dataset" : "") + (isLarge ? "!" : "")
    return Self.compiled.withLock { compiled in
      if let schema = compiled[name] { return schema }
      let schema = Self.compile(file, fragment: isEntry ? "#/$defs/dataset" : "", isLarge: isLarge)
      compiled[name] = schema
      return schema
    }
  }

  private static func compile(_ file: String, fragment: String, isLarge: Bool) -> Schema {
    let formats = ["scr-time": FormatCheck { TimeFormat.check($0) }]
    let options = SchemaOptions(formats: formats, usesTables: isLarge)
    do throws(SchemaError) {
      // The parts that all versions share, and the one version.
      var collection = SchemaCollection()
      for part in SchemaFiles.names where isShared(part) || part == "documents/\(file)" {
        let document = Self.document(part)
        try collection.add(document, uri: document.root["$id"]?.text ?? part)
      }
      let uri = Self.document("documents/\(file)").root["$id"]?.text ?? ""
      return try Schema(compiling: uri + fragment, in: collection, options: options)
    } catch {
      preconditionFailure("the schema \(file) that was built in can't be compiled: \(error)")
    }
  }

  private static func isShared(_ name: String) -> Bool {
    name == "documents/common.json"
      || name.hasPrefix("documents/") && name.hasSuffix("-fields.json")
  }

  private static func document(_ name: String) -> Document {
    guard let file = SchemaFiles.file(name), let document = try? JSONParser.parse(file.bytes) else {
      preconditionFailure("\(name) was not built into the program")
    }
    return document
  }
}

/// The format `scr-time`: a time of the spec.
enum TimeFormat {
  /// Returns the fault of a time, by kinds that the schemas map to rules.
  static func check(_ text: Span<UInt8>) -> FormatFault? {
    do throws(SCRTimeError) {
      let time = try SCRTime(parsing: text)
      return remark(on: time, text)
    } catch {
      let text = text.text
      let repair = TimeRepair(of: text)
      return FormatFault(
        kind: error.kind.rawValue, message: "time \"\(text)\" \(repair.advice)",
        expected: repair.corrected ?? "yyyy-mm-ddThh:mm:ss.sssZ")
    }
  }

  private static func remark(on time: SCRTime, _ text: Span<UInt8>) -> FormatFault? {
    if time.isLeapSecond {
      return FormatFault(kind: "leap-second", message: "time \(text.text) is a leap second")
    }
    if text.count < 17 {
      return FormatFault(
        kind: "coarse", message: "time \(text.text) has no minutes", expected: time.text)
    }
    guard text.count > 24 else { return nil }
    return FormatFault(
      kind: "fine", message: "time \(text.text) is finer than a millisecond",
      expected: time.text(precision: .fraction(digits: 3)))
  }
}
