internal import Formats
internal import JSONSchema
internal import RegistrySchemas
internal import SharedCloudRegistry

/// The JSON Schemas of documents in every dialect, compiled when asked for.
struct DocumentSchemas: Sendable {
  private let collection: SchemaCollection
  private let names: Document
  private let options = SchemaOptions(formats: ["scr-time": TimeFormat.check])

  /// Reads the schemas that were built into the program.
  init() {
    var collection = SchemaCollection()
    guard let index = SchemaFiles.file("documents/documents.json"),
      let names = try? JSONParser.parse(index.bytes)
    else { fatalError("documents/documents.json was not built into the program") }
    self.names = names
    for file in SchemaFiles.all(in: "documents") where file.name != index.name {
      do {
        let document = try JSONParser.parse(file.bytes)
        try collection.add(document, uri: document.root["$id"]?.text ?? file.name)
      } catch {
        fatalError("the schema \(file.name) that was built in can't be read: \(error)")
      }
    }
    self.collection = collection
  }

  /// Compiles the schema of a sort of document in a dialect.
  func schema(of kind: DocumentKind, in dialect: Dialect) -> Schema {
    let isEntry = kind == .dataset
    let file = names.root[isEntry ? "catalog" : kind.rawValue]?[dialect.rawValue]?.text ?? ""
    let version = file.drop { $0 != "-" }.dropFirst().dropLast(".json".count)
    let uri =
      "tag:scregistry,2026:\(isEntry ? "catalog" : kind.rawValue):\(version)"
      + (isEntry ? "#/$defs/dataset" : "")
    do throws(SchemaError) {
      return try Schema(compiling: uri, in: collection, options: options)
    } catch {
      fatalError("the schema \(uri) that was built in can't be compiled: \(error)")
    }
  }
}

/// The format `scr-time`: a time of the spec.
enum TimeFormat {
  /// Says what is wrong with a time, by sorts that the schemas map to rules.
  static func check(_ text: Span<UInt8>) -> FormatFault? {
    do throws(SCRTimeError) {
      let time = try SCRTime(parsing: text)
      return remark(on: time, text)
    } catch {
      let text = text.text
      let repair = TimeRepair(of: text)
      return FormatFault(
        kind: error.kind.rawValue, message: "time \"\(text)\" \(repair.fault)",
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
