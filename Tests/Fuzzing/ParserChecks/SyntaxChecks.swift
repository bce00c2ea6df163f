import DocumentChecks
import Formats

@testable import ObjectStorage

extension ParserCheck {
  /// JSON, YAML, XML, settings.
  static let documents = [
    ParserCheck("json", DocumentInvariants.checkJSON),
    ParserCheck("json-recovery", recovery),
    ParserCheck("json-items", items),
    ParserCheck("yaml", DocumentInvariants.checkYAML),
    ParserCheck("xml", xml),
    ParserCheck("ini", settings),
  ]

  /// What can be read of a faulty document lies in it, and so do all faults.
  @Sendable private static func recovery(_ text: [UInt8]) -> String? {
    do throws(SyntaxFault) {
      _ = try JSONParser.parse(text)
      return nil
    } catch {
      let recovery = JSONRecovery(text, after: error)
      if recovery.faults.isEmpty { return "there is no fault" }
      for fault in recovery.faults where !(0...text.count).contains(fault.offset) {
        return "fault \(fault)"
      }
      // Damage may reach over the end, where something is missing.
      for place in recovery.damage where place.upperBound > text.count + 1 {
        return "damage \(place)"
      }
      guard let document = recovery.document else { return nil }
      for index in 0..<document.entryCount {
        guard document.sourceRange(at: index).upperBound <= text.count else { return "a range" }
        _ = document.text(at: index)
      }
      _ = recovery.isDoubtful(document.root, isAbsence: false)
      return nil
    }
  }

  /// The items are the same however the bytes arrive, and JSON is always accepted.
  @Sendable private static func items(_ text: [UInt8]) -> String? {
    let whole = itemTexts(text, piece: Swift.max(1, text.count))
    for size in [1, 7] {
      let parts = itemTexts(text, piece: size)
      if parts != whole { return "\(whole) became \(parts) in pieces of \(size)" }
    }
    // Items are in objects and arrays.
    guard let root = try? JSONParser.parse(text).root, !text.starts(with: [0xEF, 0xBB, 0xBF]),
      root.kind == .object || root.kind == .array
    else { return nil }
    return whole.last == "fault" ? "JSON is refused" : nil
  }

  private static func itemTexts(_ text: [UInt8], piece: Int) -> [String] {
    var splitter = JSONItemSplitter(limit: 1 << 10)
    var found: [JSONItemSplitter.Item] = []
    var end = "end"
    do throws(SyntaxFault) {
      try Input.forEachPiece(of: text, atMost: piece) { (bytes) throws(SyntaxFault) in
        try splitter.read(bytes, into: &found)
      }
      try splitter.finish()
    } catch {
      end = "fault"
    }
    return found.map { "\($0.kind) \($0.name) \($0.bytes) \($0.isTooLong) \($0.line)" } + [end]
  }

  /// A document is read alike after it is written.
  @Sendable private static func xml(_ text: [UInt8]) -> String? {
    do throws(SyntaxFault) {
      let root = try XMLParser.parse(text)
      var writer = XMLWriter()
      write(root, to: &writer)
      guard let copy = try? XMLParser.parse(writer.bytes) else { return "the output is not XML" }
      return isSame(root, copy) ? nil : "the copy differs: \(root), \(copy)"
    } catch {
      return (0...text.count).contains(error.offset) && !error.message.isEmpty ? nil : "\(error)"
    }
  }

  private static func write(_ element: XMLElement, to writer: inout XMLWriter) {
    writer.begin(element.name, element.attributes.sorted { $0.key < $1.key }.map { ($0, $1) })
    if element.children.isEmpty { writer.text(element.text) }
    for child in element.children { write(child, to: &writer) }
    writer.end()
  }

  /// Compares two elements; text around children is not compared, since the writer indents.
  private static func isSame(_ left: XMLElement, _ right: XMLElement) -> Bool {
    left.name == right.name && left.attributes == right.attributes
      && left.children.count == right.children.count
      && (!left.children.isEmpty || left.text == right.text)
      && zip(left.children, right.children).allSatisfy { isSame($0, $1) }
  }

  @Sendable private static func settings(_ bytes: [UInt8]) -> String? {
    let file = INIFile(String(decoding: bytes, as: UTF8.self))
    for name in file.names.prefix(20) {
      guard file[name] != nil else { return "the section \(name) is not found" }
      let profile = S3Profile(name, credentials: file, configuration: file)
      if profile.secrets == nil { return "the profile \(name) is not found" }
      _ = profile.otherSource
    }
    return nil
  }
}
