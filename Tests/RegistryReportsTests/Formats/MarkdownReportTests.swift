import Testing

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Markdown reports")
struct MarkdownReportTests {
  @Test func `begin with the verdict, the counts and the inputs not evaluated`() {
    let (count, all) = SampleReport.mixed.rulesNotEvaluated
    let codes = SampleReport.mixed.outcomes.filter { $0.outcome == .notEvaluated }
      .map { "\($0.rule)" }
    #expect(
      SampleReport.text(of: SampleReport.mixed, as: .markdown) == """
        ## scregistry: violations

        \(ReportSummary(SampleReport.mixed).line)

        | error | warning | info | known from the baseline | suppressed |
        |---:|---:|---:|---:|---:|
        | 5 | 2 | 0 | 1 | 1 |

        ### Not evaluated

        **\(count) of \(all) rules could not check all of their input.** \
        They may have missed findings.

        | code | where | why |
        |---|---|---|
        | NET001 | `s3://b/ds_2011.csv` | can't be read: no access |

        Rules: \(CodeRanges.text(codes))

        ### `copy/ds_2010.csv`

        | severity | rule | count | line | what is wrong |
        |---|---|---:|---|---|
        | error | IDX014 `row-out-of-order` | 5 | 7, … | start is before the last |

        ### `s3://b/catalog.json`

        | severity | rule | count | line | what is wrong |
        |---|---|---:|---|---|
        | warning | CAT012 `status-as-text` | 2 | 6, … | 50% \\| \\`a\\`,\\\\u{a}"b" |

        ### How to fix

        | rule | help |
        |---|---|
        | CAT012 `status-as-text` | Write {"code": 1200, "message": "OK"}. |
        | IDX014 `row-out-of-order` | Sort the file by start, then stop, then datakey. |

        <details>
        <summary>1 known from the baseline, 1 suppressed</summary>

        | rule | where | why |
        |---|---|---|
        | IDX036 `filesize-zero` | `copy/ds_2010.csv:9` | known from the baseline |
        | IDX036 `filesize-zero` | `copy/ds_2010.csv:10` | suppressed until 2027-03-01: test data |

        </details>

        """)
  }

  @Test func `have only the verdict without findings`() {
    let text = SampleReport.text(of: SampleReport().report, as: .markdown)
    #expect(text.hasPrefix("## scregistry: no violations found\n"))
    #expect(!text.contains("###") && !text.contains("<details>") && !text.contains("Truncated"))
  }

  @Test func `put files with errors first`() throws {
    var sample = SampleReport()
    sample.add("CAT012", "a.json")
    sample.add("IDX014", "z.csv")
    let text = SampleReport.text(of: sample.report, as: .markdown)
    let error = try #require(text.firstRange(of: "`z.csv`"))
    let warning = try #require(text.firstRange(of: "`a.json`"))
    #expect(error.lowerBound < warning.lowerBound)
  }

  /// Texts, and their form in a cell.
  static let sentences = [
    ("plain words", "plain words"), ("a|b", #"a\|b"#), ("*a* _b_", #"\*a\* \_b\_"#),
    ("<b>", #"\<b\>"#), ("[a](b)", #"\[a\](b)"#), ("![a](b)", #"!\[a\](b)"#), ("a & b", #"a \& b"#),
    (#"a\|b"#, #"a\\\|b"#), ("`x`", #"\`x\`"#), ("a\nb", #"a\\u{a}b"#), ("~~a~~", #"\~\~a\~\~"#),
    ("ask @octocat", "`ask @octocat`"), ("see #12", "`see #12`"),
    ("does not begin with #", "does not begin with #"),
    ("https://a.org", "`https://a.org`"), ("www.a.org", "`www.a.org`"),
    ("a :tada: b", "`a :tada: b`"),
    ("at 00:00:00Z", "at 00:00:00Z"), ("$a$", "`$a$`"), ("5 $", "5 $"),
    ("@a `b`", "`` @a `b` ``"), (#"@a \| b"#, #"`@a \\u{7c} b`"#), ("@a|b", #"`@a\|b`"#), ("", ""),
  ]

  @Test("escape Markdown markup", arguments: sentences)
  func sentence(_ text: String, _ cell: String) {
    #expect(MarkdownText.sentence(text) == cell)
  }

  @Test(
    "name consecutive rules as a range",
    arguments: [
      ([], ""), (["IDX001"], "IDX001"), (["IDX001", "IDX002"], "IDX001, IDX002"),
      (["IDX001", "IDX002", "IDX003", "IDX005", "OBJ006"], "IDX001 to IDX003, IDX005, OBJ006"),
      (["CAT009", "CAT010", "CAT011", "DST012"], "CAT009 to CAT011, DST012"),
    ])
  func ranges(_ codes: [String], _ text: String) {
    #expect(CodeRanges.text(codes) == text)
  }

  @Test("are truncated at the limit, and say so", arguments: [3000, 6000, 20_000, 65_536])
  func limit(_ limit: Int) {
    var sample = SampleReport()
    for number in 0..<1000 {
      sample.add("IDX014", "f\(1000 + number).csv", message: String(repeating: "long ", count: 20))
    }
    sample.obstruct("a.csv", "can't be read")
    sample.add("IDX036", "a.csv") { $0.baseline = .known }
    let text = SampleReport.text(of: sample.report, as: .markdown) { $0.markdownLimit = limit }
    #expect(text.utf8.count <= limit)
    #expect(text.utf8.count > limit / 2)
    #expect(text.contains("| 1000 | 0 | 0 | 1 | 0 |"))
    for part in ["### Not evaluated", "### How to fix", "<details>"] {
      #expect(text.contains(part), "\(part)")
    }
    let shown = text.textLines.filter { $0.hasPrefix("| error | IDX014") }.count
    #expect(text.contains("within \(limit) bytes: \(1000 - shown) findings of 1000. "))
  }

  @Test func `are empty without room for the head`() {
    #expect(
      SampleReport.text(of: SampleReport.mixed, as: .markdown) { $0.markdownLimit = 300 }.isEmpty)
  }

  @Test("hold for any data", arguments: SampleReport.seeds)
  func properties(_ seed: Int) {
    let report = SampleReport.random(seed)
    let text = SampleReport.text(of: report, as: .markdown)
    #expect(!text.hasHarmfulScalars)
    #expect(text.utf8.count <= 65_536)
    var width = 0
    for line in text.textLines {
      if line.hasPrefix("|") {
        let count = Self.cells(line)
        if width == 0 { width = count }
        #expect(count == width, "\(line)")
        #expect(!Self.outsideCode(line).contains("<"), "\(line)")
      } else {
        width = 0
      }
    }
    #expect(report.isComplete || text.contains("\n### Not evaluated\n"))
  }

  /// The number of pipes in a line without a backslash before them.
  private static func cells(_ line: String) -> Int {
    var count = 0
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if scalar == "|", !isEscaped { count += 1 }
      isEscaped = scalar == "\\" && !isEscaped
    }
    return count
  }

  /// A line without its code and without escaped characters.
  private static func outsideCode(_ line: String) -> String {
    var rest = Substring(line)
    var result = ""
    while let first = rest.first {
      if first == "\\" {
        rest = rest.dropFirst(2)
      } else if first == "`" {
        let fence = rest.prefix { $0 == "`" }
        let inside = rest.dropFirst(fence.count)
        guard let end = Self.end(of: fence, in: inside) else { return result + rest }
        rest = inside[end...].dropFirst(fence.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  private static func end(of fence: Substring, in text: Substring) -> Substring.Index? {
    var rest = text
    while let start = rest.firstIndex(of: "`") {
      let run = rest[start...].prefix { $0 == "`" }
      if run.count == fence.count { return start }
      rest = rest[start...].dropFirst(run.count)
    }
    return nil
  }
}
