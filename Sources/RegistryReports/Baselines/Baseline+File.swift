internal import Formats
internal import RegistryValidation

extension Baseline {
  /// The line of the first entry.
  static let firstLine = 5

  /// The file: one entry per line, in order, so that it compares and merges well.
  public var written: [UInt8] {
    var text = """
      {
        "format": "scregistry-baseline",
        "schemaVersion": 1,
        "entries": [

      """
    for (number, entry) in entries.enumerated() {
      let line = JSONWriter.write(Self.value(entry), layout: .singleLine)
      text += "    " + String(decoding: line, as: UTF8.self)
      text += number + 1 < entries.count ? ",\n" : "\n"
    }
    return Array((text + "  ]\n}\n").utf8)
  }

  private static func value(_ entry: Entry) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = []
    if let root = entry.root { members.append(("root", .string(root))) }
    members.append(("key", .string(entry.key)))
    members.append(("rule", .string(entry.rule)))
    if let fingerprint = entry.fingerprint {
      members.append(("fingerprint", .string(fingerprint)))
    }
    if entry.count != 1 || entry.fingerprint == nil {
      members.append(("count", .number(entry.count)))
    }
    return .object(members)
  }

  /// Reads a baseline.
  ///
  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - name: The name of the file, for messages.
  /// - Throws: ``UnusableFile`` when it is not a baseline of a known version.
  public init(reading bytes: [UInt8], name: String) throws(UnusableFile) {
    try Self.recognise(bytes, name: name)
    let root = try OwnFormat.baseline.root(of: bytes, name: name)
    do throws(MemberFault) {
      let lines = LineIndex(bytes)
      var reader = MemberReader()
      var placed: [(entry: Entry, line: Int)] = []
      for node in root["entries"]?.elements ?? root.elements {
        let entry = Entry(
          rule: try reader.text(node, at: "rule"), root: try reader.optionalText(node, at: "root"),
          key: try reader.text(node, at: "key"),
          fingerprint: try reader.optionalText(node, at: "fingerprint"),
          count: node["count"] == nil ? 1 : try reader.count(node, at: "count"))
        placed.append((entry, lines.position(at: node.sourceRange.lowerBound).line))
      }
      self.init(name: name, placed: placed)
    } catch {
      throw error.inFile(name)
    }
  }

  /// Throws if a file is not a baseline, or has a newer version.
  private static func recognise(_ bytes: [UInt8], name: String) throws(UnusableFile) {
    guard let document = try? JSONParser.parse(bytes, limits: .standard) else { return }
    guard document.root["format"]?.string == "scregistry-baseline" else {
      throw UnusableFile(name, "is not a baseline of scregistry", line: 1)
    }
    guard let version = document.root["schemaVersion"], let number = version.integer, number != 1
    else { return }
    throw MemberFault(
      version,
      "the baseline has schema version \(number), which a newer scregistry wrote; "
        + "this one reads version 1"
    ).inFile(name)
  }
}
