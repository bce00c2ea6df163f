package import Formats
package import RegistryValidation

/// The expected answer of an implementation to a case.
package indirect enum Expectation: Sendable {
  /// A verdict and findings.
  case findings(ExpectedFindings)
  /// Rows of index files, in order.
  case rows([ExpectedRow])
  /// A value, or some of its members.
  case value(Node)
  /// A value of a function; members other than `valid` matter less.
  case unit(Node)
  /// Files and fields of a catalog.
  case registry(ExpectedRegistry)
  /// It must refuse, and say so.
  case refusal
  /// Any of several.
  case anyOf([Expectation])

  /// Reads an expectation, which its schema has checked.
  init(_ node: Node, of kind: SuiteCase.Kind) {
    if let alternatives = node["anyOf"], alternatives.kind == .array {
      self = .anyOf(alternatives.elements.map { Expectation($0, of: kind) })
    } else if node["error"]?.bool == true {
      self = .refusal
    } else if kind == .validator || kind == .mirror {
      self = .findings(ExpectedFindings(node))
    } else if let rows = node["rows"], kind == .reader {
      self = .rows(rows.elements.map(ExpectedRow.init))
    } else if kind == .writer {
      self = .registry(ExpectedRegistry(node))
    } else {
      self = .value(node["value"] ?? node)
    }
  }
}

/// The expected findings of a validator, and the verdicts on objects of a comparison of mirrors.
package struct ExpectedFindings: Sendable {
  /// Which other findings are allowed.
  package enum Extra: String, Sendable, Hashable {
    /// No others.
    case forbidden
    /// Findings less severe than all expected ones, or than a warning if no finding is expected.
    case lowerSeverity = "lower-severity"
    /// Any others.
    case allowed
  }

  /// One expected finding.
  package struct Finding: Sendable {
    /// The ids of the requirements, one of which it must name.
    package var anyOf: [String]
    /// The lowest severity it may have.
    package var minimum: Severity
    /// The highest severity it may have.
    package var maximum: Severity?
    /// The place.
    package var place: ExpectedPlace?
    /// How often it must be found.
    package var count: Int?
  }

  /// The verdict: `no-violations`, `violations` or `undetermined`; nil if all are right.
  package var verdict: String?
  /// The expected findings.
  package var findings: [Finding]
  /// Which other findings are allowed.
  package var extra: Extra
  /// The ids of the requirements that must not be reported as broken; `*` for any.
  package var forbidden: [String]
  /// The verdicts on single objects of a mirror.
  package var objects: [ExpectedObject]

  init(_ node: Node) {
    verdict = node["verdict"]?.string
    findings =
      node["findings"]?.elements.map { finding in
        Finding(
          anyOf: finding["anyOf"]?.elements.map(\.text) ?? [],
          minimum: finding["minSeverity"].flatMap { Severity(rawValue: $0.text) } ?? .info,
          maximum: finding["maxSeverity"].flatMap { Severity(rawValue: $0.text) },
          place: finding["at"].map(ExpectedPlace.init), count: finding["count"]?.integer)
      } ?? []
    extra = node["extra"].flatMap { Extra(rawValue: $0.text) } ?? .lowerSeverity
    forbidden = node["forbidden"]?.elements.map(\.text) ?? []
    objects = node["objects"]?.elements.map(ExpectedObject.init) ?? []
  }
}

/// The verdict on one object of a mirror, as far as given.
package struct ExpectedObject: Sendable, Hashable {
  /// Its key below the root of the mirror.
  package var key: String
  /// The verdict, such as `missing`.
  package var verdict: String
  /// The level that was reached, such as `size`; nil if it doesn't matter.
  package var level: String?
  /// Whether it must disagree with the mirror's own index; nil if it doesn't matter.
  package var isDamaged: Bool?

  init(_ node: Node) {
    key = node["key"]?.text ?? ""
    verdict = node["verdict"]?.text ?? ""
    level = node["level"]?.string
    isDamaged = node["damaged"]?.bool
  }
}

/// A place in a registry, as far as given.
package struct ExpectedPlace: Sendable, Hashable {
  /// The file, below the virtual root.
  package var uri: String?
  /// The value, as a JSON Pointer.
  package var pointer: String?
  /// The line, counted from 1.
  package var line: Int?
  /// The column, counted from 1.
  package var column: Int?

  init(_ node: Node) {
    uri = node["uri"]?.string
    pointer = node["pointer"]?.string
    line = node["line"]?.integer
    column = node["column"]?.integer
  }
}

/// A row of an index file.
package struct ExpectedRow: Sendable {
  /// The start of the file's time, as it is written.
  package var start: String
  /// The end of the file's time; nil if it doesn't matter.
  package var stop: String?
  /// The address of the file.
  package var datakey: String
  /// The size in bytes; nil if it doesn't matter.
  package var filesize: Int?

  init(start: String, stop: String?, datakey: String, filesize: Int?) {
    self.start = start
    self.stop = stop
    self.datakey = datakey
    self.filesize = filesize
  }

  init(_ node: Node) {
    start = node["start"]?.text ?? ""
    stop = node["stop"]?.string
    datakey = node["datakey"]?.text ?? ""
    filesize = node["filesize"]?.integer
  }
}

/// The expected output of a writer.
package struct ExpectedRegistry: Sendable {
  /// The content of a file, as far as given.
  package struct Content: Sendable {
    /// The rows of an index file.
    package var rows: [ExpectedRow]?
    /// The exact text.
    package var text: String?
  }

  /// The files, by their paths.
  package var files: [(path: String, content: Content)]
  /// Values of the catalog, by their JSON Pointers.
  package var catalog: [(pointer: String, value: Node)]
  /// The paths of files that must not exist.
  package var absent: [String]

  init(_ node: Node) {
    files =
      node["files"]?.members.map { member in
        let content = Content(
          rows: member.value["rows"]?.elements.map(ExpectedRow.init),
          text: member.value["text"]?.string)
        return (member.key.text, content)
      } ?? []
    catalog = node["catalog"]?.members.map { ($0.key.text, $0.value) } ?? []
    absent = node["absent"]?.elements.map(\.text) ?? []
  }
}
