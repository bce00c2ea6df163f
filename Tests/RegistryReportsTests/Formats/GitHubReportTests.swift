import Testing

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Workflow commands of GitHub")
struct GitHubReportTests {
  /// One line as the runner parses it: the name, the properties and the message.
  private struct Parsed {
    var name: String
    var properties: [String: String] = [:]
    var message: String

    /// Reads a line as the runner does; nil if it is not a command.
    init?(_ line: String) {
      guard line.hasPrefix("::"), let end = line.dropFirst(2).firstRange(of: "::") else {
        return nil
      }
      let head = line.dropFirst(2)[..<end.lowerBound]
      let words = head.split(separator: " ", maxSplits: 1)
      name = words.first.map(String.init) ?? ""
      for pair in (words.count > 1 ? words[1] : "").split(separator: ",") {
        let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
        guard sides.count == 2 else { return nil }
        properties[sides[0]] = Self.unescaped(sides[1], [("%3A", ":"), ("%2C", ",")])
      }
      message = Self.unescaped(String(line[end.upperBound...]), [])
    }

    private static func unescaped(_ text: String, _ more: [(String, String)]) -> String {
      ([("%0D", "\r"), ("%0A", "\n")] + more + [("%25", "%")])
        .reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
  }

  private static func commands(_ report: Report) -> [Parsed] {
    SampleReport.text(of: report, as: .github).textLines.compactMap(Parsed.init)
  }

  @Test func `have file, line, columns, rule and help`() {
    #expect(
      SampleReport.text(of: SampleReport.mixed, as: .github) == """
        ::error file=copy/ds_2010.csv,line=7,col=3,endLine=7,endColumn=9,title=SCR IDX014 \
        row-out-of-order::start is before the last%0A5 of IDX014 in this file%0A\
        help: Sort the file by start, then stop, then datakey.
        ::warning title=SCR NET001 not evaluated::s3://b/ds_2011.csv: can't be read: no access%0A\
        \(Self.open) not evaluated on all of their input
        ::warning title=SCR CAT012 status-as-text::s3://b/catalog.json:6:3: 50%25 | `a`,\\u{a}"b"%0A\
        2 of CAT012 in this file%0Ahelp: Write {"code": 1200, "message": "OK"}.

        """)
  }

  private static var open: String {
    let (count, all) = SampleReport.mixed.rulesNotEvaluated
    return "\(count) of \(all) rules"
  }

  @Test func `are empty without findings`() {
    #expect(SampleReport.text(of: SampleReport().report, as: .github).isEmpty)
  }

  @Test func `have no columns if the place has several lines`() throws {
    var sample = SampleReport()
    sample.add("IDX014", "a.csv", line: 4) {
      $0.location.endLine = 6
      $0.location.endColumn = 2
    }
    let command = try #require(Self.commands(sample.report).first)
    #expect(command.properties["line"] == "4")
    #expect(command.properties["endLine"] == "6")
    #expect(command.properties["col"] == nil && command.properties["endColumn"] == nil)
  }

  @Test func `name the path in the checkout that the source map gives`() throws {
    var sample = SampleReport()
    sample.add("IDX014", "s3://b/ds/ds_2010.csv", line: 4)
    let text = SampleReport.text(of: sample.report, as: .github) {
      $0.places.sourceMap = [.init(prefix: "s3://b/", path: "copies/b/")]
    }
    #expect(text.hasPrefix("::error file=copies/b/ds/ds_2010.csv,line=4,col=3,"))
  }

  /// Texts, and their form in a message and in a property.
  static let escapes = [
    ("plain", "plain", "plain"), ("100%", "100%25", "100%25"), ("%0A", "%250A", "%250A"),
    ("a:b,c", "a:b,c", "a%3Ab%2Cc"), ("a\r\nb", "a%0D%0Ab", "a%0D%0Ab"),
    ("::x::", "::x::", "%3A%3Ax%3A%3A"),
  ]

  @Test("escape characters that would end a part", arguments: escapes)
  func escape(_ text: String, _ message: String, _ property: String) {
    #expect(WorkflowCommand.escapedMessage(text) == message)
    #expect(WorkflowCommand.escapedProperty(text) == property)
  }

  @Test("are at most ten per severity, and the last counts the rest", arguments: [9, 10, 11, 40])
  func cap(_ files: Int) throws {
    var sample = SampleReport()
    for number in 0..<files { sample.add("IDX014", "f\(100 + number).csv", unlisted: 2) }
    let commands = Self.commands(sample.report)
    #expect(commands.count == Swift.min(files, 10))
    guard files > 10 else { return #expect(!commands.contains { $0.message.hasPrefix("and ") }) }
    let rest = (files - 9) * 3
    #expect(
      try #require(commands.last).message.hasPrefix(
        "and \(rest) more errors of 1 rule in \((files - 9).of("file")): IDX014\n"))
  }

  @Test func `show every rule before a second file of any rule`() {
    var sample = SampleReport()
    for number in 0..<20 { sample.add("IDX014", "a\(100 + number).csv") }
    for code in ["IDX015", "IDX023", "IDX030"] { sample.add(code, "z.csv") }
    let titles = Self.commands(sample.report).compactMap { $0.properties["title"] }
    for code in ["IDX014", "IDX015", "IDX023", "IDX030"] {
      #expect(titles.prefix(4).contains { $0.contains(code) })
    }
  }

  @Test func `show inputs not evaluated even among many warnings`() throws {
    var sample = SampleReport()
    for number in 0..<20 { sample.add("CAT012", "a\(number).json") }
    sample.obstruct("a.csv", "can't be read")
    sample.obstruct(because: "b.json is not JSON")
    let commands = Self.commands(sample.report)
    #expect(commands.count == 10)
    #expect(commands[0].properties["title"] == "SCR NET001 not evaluated")
    #expect(commands[1].properties["title"] == "SCR not evaluated")
    #expect(commands[1].message.hasPrefix("b.json is not JSON"))
    #expect(try #require(commands.last).message.hasPrefix("and 13 more warnings"))
  }

  @Test("hold for any data", arguments: SampleReport.seeds)
  func properties(_ seed: Int) {
    let report = SampleReport.random(seed)
    let text = SampleReport.text(of: report, as: .github)
    let lines = text.textLines
    let commands = lines.compactMap(Parsed.init)
    #expect(commands.count == lines.count, "every line is a command")
    #expect(!text.hasHarmfulScalars)
    let messages = report.findings.map { TextStyle.harmless($0.message.cut(to: 1500)) }
    for (severity, name) in [(Severity.error, "error"), (.warning, "warning"), (.info, "notice")] {
      let ofKind = commands.filter { $0.name == name }
      #expect(ofKind.count <= 10)
      #expect(ofKind.isEmpty == (report.count(of: severity) == 0) || severity == .warning)
    }
    for command in commands {
      let allowed: Set = ["file", "line", "col", "endLine", "endColumn", "title"]
      #expect(allowed.isSuperset(of: command.properties.keys))
      #expect(command.properties["title"]?.hasPrefix("SCR ") == true)
      #expect(command.properties["file"]?.contains("://") != true)
      if command.properties["title"]?.contains("-") == true,
        command.properties["title"]?.contains("evaluated") == false
      {
        let head = command.message.textLines.first ?? ""
        #expect(messages.contains { head.hasSuffix($0) || head.hasSuffix("…") }, "\(head)")
      }
    }
  }
}
