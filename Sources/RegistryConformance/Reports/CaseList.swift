internal import Formats
internal import RegistryValidation

/// Lists cases, and shows one.
public struct CaseList: Sendable {
  private let suite: Suite
  private let cases: [SuiteCase]

  /// Lists the cases of a suite.
  ///
  /// - Parameters:
  ///   - suite: The suite.
  ///   - filter: Which cases.
  public init(_ suite: Suite, filter: CaseFilter) {
    self.suite = suite
    cases = suite.cases.filter(filter.fits)
  }

  /// Whether the list is empty.
  public var isEmpty: Bool { cases.isEmpty }

  /// The cases by area, one per line.
  public var text: String {
    var areas: [String] = []
    for one in cases where !areas.contains(one.area) { areas.append(one.area) }
    let parts = areas.map { area in
      let own = cases.filter { $0.area == area }
      let rows = own.map { one in
        [
          "  " + one.id, one.kind.rawValue, one.level.rawValue,
          one.status == .stable ? "" : one.status.rawValue,
        ]
      }
      let table = TextTable.text(rows).split(separator: "\n")
      let lines = zip(table, own).map { "\($0)  \(HarmlessText.of($1.description))\n" }
      return "\(area): \(own.count)\n" + lines.joined()
    }
    return parts.joined(separator: "\n")
  }

  /// The cases as JSON.
  public var json: [UInt8] {
    JSONWriter.write(.array(cases.map { Self.value(of: $0) }))
  }

  private static func value(of one: SuiteCase) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("id", .string(one.id)), ("version", .number(one.version)),
      ("description", .string(one.description)), ("class", .string(one.kind.rawValue)),
      ("area", .string(one.area)), ("level", .string(one.level.rawValue)),
      ("status", .string(one.status.rawValue)), ("basis", .string(one.basis)),
      ("requirements", .array(one.requirements.map { .string($0) })),
      ("specVersions", .array(one.specVersions.map { .string($0) })),
      ("features", .array(one.features.map { .string($0) })),
    ]
    if let base = one.mutationOf { members.append(("mutationOf", .string(base))) }
    members.append(("file", .string(one.file)))
    return .object(members)
  }
}

/// All facts about one case.
public struct CasePage: Sendable {
  private let suite: Suite
  private let one: SuiteCase

  /// The maximum number of bytes of an input file to show.
  private static let shownBytes = 4_000

  /// Makes a page.
  ///
  /// - Parameters:
  ///   - one: The case.
  ///   - suite: Its suite.
  public init(_ one: SuiteCase, of suite: Suite) {
    self.one = one
    self.suite = suite
  }

  /// The page as text.
  public var text: String {
    var text = "\(one.id), version \(one.version): \(HarmlessText.of(one.description))\n\n"
    text += TextTable.rows(facts) + "\n"
    if let rationale = one.rationale { text += HarmlessText.of(rationale) + "\n\n" }
    text += "Requirements\n"
    for id in one.requirements {
      let requirement = suite.requirements[id]
      text +=
        "  \(id) [\(requirement?.level.rawValue ?? "?")] \(requirement?.statement ?? "unknown")\n"
      if let quote = requirement?.quote { text += "    “\(HarmlessText.of(quote))”\n" }
    }
    return text + inputText + "\nExpected\n" + Self.indented(JSONWriter.write(one.expectationNode))
  }

  private var facts: [(String, String)] {
    [
      ("class", one.kind.rawValue), ("area", one.area), ("level", one.level.rawValue),
      ("status", one.status.rawValue), ("basis", one.basis),
      ("spec versions", one.specVersions.joined(separator: ", ")),
      ("features", one.features.joined(separator: ", ")), ("differs from", one.mutationOf ?? ""),
      ("file", suite.folder.place(of: one.file)),
    ].filter { !$0.1.isEmpty }
  }

  private var inputText: String {
    var text = "\nInput\n" + Self.indented(JSONWriter.write(one.input))
    for file in CaseLayout(suite: suite).files(of: one) ?? [] {
      let bytes: [UInt8]
      do throws(SuiteError) {
        bytes = try suite.folder.bytes(file.source)
      } catch {
        text += "\n\(HarmlessText.of("\(file.target): \(error)"))\n"
        continue
      }
      text += "\n\(HarmlessText.of(file.target)) (\(bytes.count) bytes)\n"
      text += Self.indented(Array(bytes.prefix(Self.shownBytes)))
      if bytes.count > Self.shownBytes { text += "    …\n" }
    }
    return text
  }

  private static func indented(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \(HarmlessText.of(String($0)))\n" }.joined()
  }

  /// Writes the files of the case, as an adapter gets them.
  ///
  /// - Parameter path: The folder, which must be empty or not exist.
  /// - Returns: The paths of the files below it.
  /// - Throws: ``SuiteError`` when it can't be written, or is not empty.
  public func layOut(at path: String) throws(SuiteError) -> [String] {
    guard one.kind != .unit else {
      throw SuiteError(one.id, detail: "the case is a function and has no files")
    }
    try FileTree.makeDirectory(path)
    guard try SuiteFolder(path).names.isEmpty else {
      throw SuiteError(path, detail: "the folder is not empty")
    }
    return try CaseLayout(suite: suite).layOut(one, at: path)
  }
}

extension TextTable {
  /// Writes names and their values.
  static func rows(_ pairs: [(String, String)]) -> String {
    let width = pairs.map(\.0.count).max() ?? 0
    return pairs.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + HarmlessText.of(value) + "\n"
    }.joined()
  }
}
