internal import Formats
internal import SharedCloudRegistry

/// Converts the values of fields to the form of version 1.1.
enum FieldRepair {
  /// A time with its Z; nil if the string is not a time.
  static func time(_ text: String) -> String? {
    if let time = try? SCRTime(parsing: text) {
      return time.precision.textLength < 17 ? time.text : text
    }
    return TimeRepair(of: text).corrected.flatMap { try? SCRTime(parsing: $0) }?.text
  }

  /// The words of a string or list, in lower case, with commas between them.
  ///
  /// Versions up to 0.2 had `netcdf` as well as `netcdf3`.
  static func fileTypes(_ node: Node) -> String? {
    let texts = node.kind == .array ? node.elements.compactMap(\.string) : [node.string ?? ""]
    let words = texts.flatMap { $0.split { $0 == "," || $0 == ";" || $0 == " " } }
      .map { $0.lowercased() }.map { $0 == "netcdf" ? "netcdf4" : $0 }
    return words.isEmpty ? nil : words.joined(separator: ",")
  }

  /// The words of the egress policy; nil if no word remains.
  ///
  /// `none` of the versions up to 0.6 has no meaning.
  static func egress(_ node: Node) -> String? {
    let texts = node.kind == .array ? node.elements.compactMap(\.string) : [node.string ?? ""]
    let words = texts.flatMap { $0.split { $0 == "," || $0 == ";" || $0 == "|" || $0 == " " } }
      .map { $0.lowercased().replacing("_", with: "-") }.filter { $0 != "none" }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  /// The status as an object with a numeric code.
  static func status(_ node: Node) -> JSONValue {
    var code = 1200
    var message = "OK request successful"
    var others: [(key: String, value: JSONValue)] = []
    switch node.kind {
    case .object:
      if let value = node["code"] {
        code = value.integer ?? value.string.flatMap { Int($0) } ?? code
      }
      message = node["message"]?.string ?? message
      others = node.members.filter { !["code", "message"].contains($0.key.text) }
        .map { ($0.key.text, .node($0.value)) }
    default:
      let parts = node.text.split(separator: "/", maxSplits: 1)
      if let first = parts.first, let number = Int(first) { code = number }
      if parts.count > 1 { message = String(parts[1]) }
    }
    return .object([("code", .number(code)), ("message", .string(message))] + others)
  }

  /// A Boolean that was written as a string.
  static func boolean(_ node: Node) -> JSONValue {
    switch node.string?.lowercased() {
    case "true": true
    case "false": false
    default: .node(node)
    }
  }

  /// A string that was written as a number.
  static func text(_ node: Node) -> JSONValue {
    node.kind == .number ? .string(node.text) : .node(node)
  }
}
