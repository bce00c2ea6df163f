internal import Formats
internal import RegistryReports
internal import RegistryValidation

extension StatementCheck {
  /// The statement as a page of Markdown.
  public var markdown: String {
    func text(_ path: String...) -> String {
      var node: Node? = root
      for name in path { node = node?[name] }
      return Self.escaped(node?.text ?? "")
    }
    let verdict = root["verdict"]
    func flag(_ name: String) -> String { verdict?[name]?.bool == true ? "yes" : "no" }
    var page = "# Mirror \(text("mirror", "endpoint"))\n\n"
    page += "A copy of \(text("source", "endpoint")).\n\n"
    let scope = StatementScope(root)
    page += "| | |\n|---|---|\n| complete | \(flag("complete"))"
    page += scope.isPartial ? ", within its scope |\n" : " |\n"
    page += "| consistent | \(flag("consistent")) |\n| undetermined | \(flag("undetermined")) |\n"
    page += "| required level | \(text("verification", "requested")) |\n"
    for name in ["same", "differs", "missing", "extra", "stale", "moving"] {
      page += "| \(name) | \(text("verification", name)) |\n"
    }
    if !scope.text.isEmpty { page += "| scope | \(Self.escaped(scope.text)) |\n" }
    let outside = root["verification"]?["outOfScope"]?.members.map {
      "\($0.value.text) \($0.key.text)"
    }
    if let outside {
      page += "| out of scope | \(Self.escaped(outside.joined(separator: ", "))) |\n"
    }
    page += "| lag | \(Self.lag(root) ?? "none known") |\n"
    page += "\n## Datasets\n\n| id | files | missing | differs | levels |\n|---|---|---|---|---|\n"
    for entry in root["verification"]?["byDataset"]?.elements.map(\.self) ?? [] {
      let levels = entry["counts"]?.members.map { "\($0.value.text) \($0.key.text)" } ?? []
      page +=
        "| \(Self.escaped(entry["id"]?.text ?? "")) | \(entry["files"]?.text ?? "") "
        + "| \(entry["missing"]?.text ?? "") | \(entry["differs"]?.text ?? "") "
        + "| \(levels.joined(separator: ", ")) |\n"
    }
    let findings = root["verification"]?["findings"]?.members.map(\.self) ?? []
    if !findings.isEmpty {
      page += "\n## Findings\n\n| rule | meaning | findings |\n|---|---|---|\n"
      for finding in findings {
        let rule = RuleBook.standard[finding.key.text]
        page +=
          "| \(Self.escaped(finding.key.text)) | \(Self.escaped(rule?.title ?? "")) "
          + "| \(finding.value.text) |\n"
      }
    }
    guard let sample = root["verification"]?["sample"] else { return page }
    return page
      + "\nContent of \(sample["n"]?.text ?? "") of \(sample["N"]?.text ?? "") objects was read "
      + "(seed \(sample["seed"]?.text ?? "")); \(sample["failures"]?.text ?? "") are bad. With a "
      + "confidence of 95 %, at most a share of \(sample["upperBound"]?.text ?? "") is bad.\n"
  }

  /// The lag in words; nil if none is known.
  static func lag(_ root: Node) -> String? {
    let members = root["verification"]?["lag"]?.members.map { ($0.key.text, $0.value.text) } ?? []
    return MirrorWords.lag(Dictionary(members, uniquingKeysWith: { first, _ in first }))
  }

  /// A text without what Markdown or HTML would read as markup.
  private static func escaped(_ text: String) -> String {
    TextStyle.harmless(text).reduce(into: "") { result, letter in
      switch letter {
      case "<": result += "&lt;"
      case "&": result += "&amp;"
      case "|", "`", "*", "[", "]", "\\": result += "\\\(letter)"
      default: result.append(letter)
      }
    }
  }
}
