/// The formats of a statement.
public enum StatementFormat: String, Sendable, Hashable, CaseIterable {
  /// For people at a terminal.
  case text
  /// One JSON document, as `conformance-statement.schema.json` describes it.
  case json
  /// Tables for a page.
  case markdown
  /// One self-contained HTML page.
  case html
}

extension RegistryStatement {
  /// Writes the statement.
  ///
  /// - Parameter format: The format.
  /// - Returns: The bytes, in UTF-8.
  public func written(as format: StatementFormat) -> [UInt8] {
    switch format {
    case .text: Array(StatementText(statement: self).text.utf8)
    case .json: StatementJSON(statement: self).bytes
    case .markdown: Array(StatementMarkdown(statement: self).text.utf8)
    case .html: StatementPage(statement: self).bytes
    }
  }

  /// The facts at the top, as names and values.
  var facts: [(name: String, value: String)] {
    let digest = content.sha256.map {
      "\($0) (\(content.files) files, \(content.bytes) bytes)"
    }
    return [
      ("Target", target), ("Spec", "Shared Cloud Registry \(spec)"),
      ("Verdict", verdict.words), ("Date", date ?? ""),
      ("Tool", "scregistry \(toolVersion)"), ("Suite", suiteVersion),
      ("Content", digest ?? "no digest: \(content.obstacle ?? "")"),
    ].filter { !$0.1.isEmpty }
  }

  /// The areas of the requirements, in order.
  var areas: [String] {
    var seen: Set<String> = []
    return rows.map(\.requirement.area).filter { seen.insert($0).inserted }
  }
}
