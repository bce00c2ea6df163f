internal import Formats
internal import SharedCloudRegistry

/// Checks whether the Python client (cloudcatalog 1.3.3) can read a catalog; the rules are on in
/// the profile client-safe only.
enum ClientDocumentChecks {
  /// Checks the head of a catalog, then each entry.
  static func check(_ result: DocumentResult, to report: inout CatalogReporter) {
    if result.kind == .catalog, let root = result.content, root.kind == .object {
      checkVersion(root, to: &report)
      checkStatus(root, to: &report)
    }
    for (position, entry) in result.entries.enumerated() {
      checkEntry(entry, at: position, to: &report)
    }
  }

  /// The client takes Cloudy if it is a number, else version.
  private static func checkVersion(_ root: Node, to report: inout CatalogReporter) {
    let keys = ["Cloudy", "version"].filter { root[$0] != nil }
    guard !keys.isEmpty else { return }
    for key in keys {
      guard let number = root[key].flatMap(PythonNumber.value) else { continue }
      if number < 0.5 {
        report.report(
          .clientComputesStops, "the Python client reads \(number) as a version before 0.5",
          key: key)
      }
      return
    }
    report.report(
      .clientVersionUnreadable, "the Python client can't read the version as a number",
      key: keys.last ?? "version")
  }

  private static func checkStatus(_ root: Node, to report: inout CatalogReporter) {
    guard let status = root["status"] else { return }
    guard status.kind == .object else {
      return report.report(
        .clientRefusesStatus, "the Python client stops: status is not an object", key: "status")
    }
    guard let code = status["code"],
      code.string == "1400" || (code.kind == .number && Double(code.text) == 1400)
    else { return }
    report.report(
      .clientRefusesStatus, "status code 1400: nothing is read", at: code, pointer: "/status/code")
  }

  private static func checkEntry(
    _ entry: CatalogEntry, at position: Int, to report: inout CatalogReporter
  ) {
    guard entry.node.kind == .object else {
      return report.report(
        .clientEntryUnreadable, "the Python client stops: the entry is not an object", entry: entry,
        position: position, field: .title)
    }
    if entry.value(.title) == nil {
      report.report(
        .clientEntryUnreadable, "the Python client stops: the entry has no title", entry: entry,
        position: position, field: .title)
    }
    for field in [Field.start, .stop] {
      guard let value = entry.value(field) else { continue }
      if let text = value.string, ClientTime.isReadable(text) { continue }
      report.report(
        .clientEntryUnreadable, "the Python client can't read \(field.rawValue) as a time",
        entry: entry,
        position: position, field: field)
    }
  }
}

/// Numbers as Python's `float()` takes them.
enum PythonNumber {
  /// The number that Python makes of a value; nil if it fails.
  static func value(_ node: Node) -> Double? {
    switch node.kind {
    case .number: Double(node.text)
    case .true: 1
    case .false: 0
    case .string: value(of: node.text)
    case .null, .array, .object: nil
    }
  }

  private static func value(of text: String) -> Double? {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (9...13).contains(byte) }
    var bytes = Array(text.utf8.drop(while: isSpace))
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    var digits: [UInt8] = []
    for (place, byte) in bytes.enumerated() {
      guard byte == 0x5F else {
        digits.append(byte)
        continue
      }
      // An underscore may be between two digits only.
      guard place > 0, place + 1 < bytes.count, isDigit(bytes[place - 1]), isDigit(bytes[place + 1])
      else { return nil }
    }
    let plain = String(decoding: digits, as: UTF8.self)
    let word = plain.lowercased().drop { $0 == "+" || $0 == "-" }
    let isWord = ["inf", "infinity", "nan"].contains(String(word))
    guard isWord || digits.allSatisfy({ isDigit($0) || "+-.eE".utf8.contains($0) }) else {
      return nil
    }
    return Double(plain)
  }
}

/// Times of entries as the Python client takes them.
enum ClientTime {
  /// Whether the client takes a text for a time: date and hour, then minutes, seconds and a
  /// fraction, and a Z or none.
  static func isReadable(_ text: String) -> Bool {
    var rest = text.utf8[...]
    if rest.last == UInt8(ascii: "Z") { rest.removeLast() }
    guard let year = number(&rest, count: 4), literal(&rest, byte: "-"),
      let month = number(&rest, count: 2),
      literal(&rest, byte: "-"), let day = number(&rest, count: 2), literal(&rest, byte: "T"),
      let hour = number(&rest, count: 2), year > 0, (1...12).contains(month), day > 0,
      day <= days(month, of: year), hour < 24
    else { return false }
    for _ in 0..<2 {
      if rest.isEmpty { return true }
      guard literal(&rest, byte: ":"), let value = number(&rest, count: 2), value < 60 else {
        return false
      }
    }
    if rest.isEmpty { return true }
    return literal(&rest, byte: ".") && !rest.isEmpty && rest.allSatisfy { $0 &- 0x30 < 10 }
  }

  private static func number(_ rest: inout Substring.UTF8View, count: Int) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    rest = rest.dropFirst(count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func literal(_ rest: inout Substring.UTF8View, byte: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: byte) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private static func days(_ month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}
