internal import RegistryValidation

extension MarkdownReport {
  /// The largest numbers of years in a table and of reasons.
  private static let (mostYears, mostReasons) = (40, 20)

  /// The counts, map, scope, lag and sample of mirrors; empty if the report is not about mirrors.
  var mirrors: String {
    guard let summary = report.mirror else { return "" }
    let verdicts = MirrorWords.verdicts(summary.verdicts).map(\.name)
    let rows = summary.copies.map { copy in
      [MarkdownText.code(copy.name.cut(to: 300))]
        + verdicts.map { "\(copy.verdicts[$0, default: 0])" }
        + [
          MarkdownText.sentence(MirrorWords.line(MirrorWords.levels(copy.levels))),
          MirrorWords.lag(copy.lag) ?? "none known",
        ]
    }
    var text = "\n### \(summary.copies.count == 1 ? "Mirror" : "Mirrors")\n\n"
    text += MarkdownPage.table(
      ["copy"] + verdicts.map { MarkdownText.sentence($0) } + ["objects by level", "lag"],
      alignment: "l" + String(repeating: "r", count: verdicts.count) + "ll", rows: rows)
    var facts = [["source", MarkdownText.code(summary.source)]]
    facts += MirrorWords.maps(summary).map { ["map", MarkdownText.code($0)] }
    let scope = MirrorWords.scope(summary)
    facts +=
      scope.isEmpty ? [["scope", "everything"]] : scope.map { ["scope", MarkdownText.code($0)] }
    facts.append(["required level", MarkdownText.sentence(summary.required)])
    facts += MirrorWords.alone(summary).map { ["copies", MarkdownText.sentence($0)] }
    for copy in summary.copies {
      let reasons = copy.unknown.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      facts += reasons.prefix(Self.mostReasons).map { reason, count in
        ["unknown", MarkdownText.sentence("\(copy.name): \(count.of("object")): \(reason)")]
      }
    }
    facts.append([
      "sample",
      summary.sample.map { MarkdownText.sentence(MirrorWords.sample($0)) } ?? "none",
    ])
    return text + "\n" + MarkdownPage.table(["", ""], alignment: "ll", rows: facts)
  }

  /// A table of the levels by dataset and year for each mirror, as its head and its rows.
  var levels: [(head: String, rows: [String])] {
    guard let summary = report.mirror else { return [] }
    return summary.copies.map { copy in
      let matrix = MirrorMatrix(summary, of: copy.name, atMost: Self.mostYears)
      let years = matrix.years.map { year in year.map { "\($0)" } ?? "no year" }
      let omitted =
        matrix.omittedYears > 0 ? " \(matrix.omittedYears.of("earlier year")) left out." : ""
      return (
        head: "\n#### Levels by year of \(MarkdownText.code(copy.name.cut(to: 300)))\n\n"
          + MarkdownText.sentence(MirrorMatrix.legend + omitted) + "\n\n"
          + MarkdownPage.tableHead(
            ["dataset"] + years, alignment: "l" + String(repeating: "l", count: years.count)),
        rows: matrix.rows.map { row in
          MarkdownPage.row(
            [row.dataset.map { MarkdownText.code($0.cut(to: 300)) } ?? "(no dataset)"]
              + matrix.years.map { year in
                row.cells[year].map { MarkdownText.sentence($0.label) } ?? ""
              })
        }
      )
    }
  }
}
