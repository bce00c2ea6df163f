package import Formats
package import Patterns
public import RegistryValidation
package import SharedCloudRegistry

/// A mission: the bucket of a registry, and how datasets and times follow from file names.
///
/// It is read from a YAML file, `mission.yml`; the schema `mission` describes its form.
public struct Mission: Sendable {
  /// The path of the file, for messages.
  package var path: String
  /// The address of catalog.json's directory, with its final slash.
  package var endpoint: String
  /// The address that the keys of listings are relative to, with its final slash.
  package var base: String
  /// The fields of the catalog itself, in the order of the file.
  package var bucketFields: [CatalogField] = []
  /// The precision of written times.
  package var precision = SCRTime.Precision.second
  /// The datasets, in the order of the file.
  package var datasets: [DatasetPattern] = []
  /// The keys to ignore.
  package var ignored: [GlobPattern] = []
  /// The placeholders that people must still fill in.
  var placeholders: [ConfigurationError.Fault] = []

  /// Whether some dataset needs ETags or modification times.
  var asksForDetails: Bool {
    datasets.contains { dataset in
      dataset.versions == .newest || dataset.takesListedStart || dataset.stop == .column
        || dataset.columns.contains { IdentityColumn(rawValue: $0.source) != nil }
    }
  }

  /// The precision of a dataset's times.
  func precision(of dataset: KeyMatcher.Dataset) -> SCRTime.Precision {
    datasets[dataset.pattern].precision ?? precision
  }

  /// Makes a mission without datasets.
  package init(path: String, endpoint: String) {
    self.path = path
    self.endpoint = endpoint
    base = endpoint
  }

  /// Reads a mission file.
  ///
  /// - Parameters:
  ///   - text: The text, in YAML.
  ///   - path: The path of the file, for messages.
  /// - Throws: All its faults, with lines and columns.
  public init(parsing text: [UInt8], path: String) throws(ConfigurationError) {
    self = try MissionReader.read(text, path: path)
  }
}

/// A field of a catalog that is copied from the mission file.
package struct CatalogField: Sendable {
  /// The name of the field.
  package var name: String
  /// The value; its strings may name captures.
  package var value: Node

  /// The names between braces in its strings.
  var captures: [String] {
    switch value.kind {
    case .string: TextTemplate(value.text).captures
    case .array: value.elements.flatMap { TextTemplate($0.text).captures }
    default: []
    }
  }

  /// The value with captures filled in.
  func filled(with captures: [String: String]) -> JSONValue {
    func text(_ node: Node) -> JSONValue {
      node.kind == .string
        ? .string(TextTemplate(node.text).filled(with: captures)) : .node(node)
    }
    return value.kind == .array ? .array(value.elements.map(text)) : text(value)
  }
}

/// One pattern of a mission: which files belong to a dataset, or to several similar ones.
package struct DatasetPattern: Sendable {
  /// The directory and the names of its files.
  package struct Place: Sendable {
    /// The directory, segment by segment; nil for any.
    package var directory: [NameTemplate]?
    /// The name of the file.
    package var name: NameTemplate

    /// Makes a place.
    package init(directory: [NameTemplate]?, name: NameTemplate) {
      self.directory = directory
      self.name = name
    }
  }

  /// Which of several versions of a file are kept.
  package enum Versions: String, Sendable, Hashable, CaseIterable {
    /// The one with the greatest version.
    case latest
    /// All.
    case all
    /// The one with the latest modification time.
    case newest
  }

  /// A further column of the index files, whose values come from a capture.
  package struct Column: Sendable, Hashable {
    /// The name.
    package var name: String
    /// The capture, or an ``IdentityColumn``.
    package var source: String
    /// The type, in the words of the specification.
    package var type: String
    /// The units, if any.
    package var units: String?
    /// Its meaning.
    package var description: String?
  }

  /// A file that describes the columns of the index files.
  package struct Information: Sendable, Hashable {
    /// The part of its name after the id.
    package var suffix: String
    /// The text.
    package var text: [UInt8]
  }

  /// The id, with captures.
  package var id: TextTemplate
  /// Where its files are.
  package var places: [Place] = []
  /// The address of the directory of its index files, with its final slash, with captures.
  package var index: TextTemplate
  /// How stops are found.
  package var stop: StopPolicy
  /// Whether starts come from a column of the listing, not from names.
  package var takesListedStart = false
  /// Whether the last file lasts as long as the one before it, if stops are the starts of the next;
  /// otherwise it lasts for the maximum gap.
  package var estimatesLastStop = false
  /// The precision of written times; nil for the mission's precision.
  package var precision: SCRTime.Precision?
  /// Which versions are kept.
  package var versions = Versions.latest
  /// The format of the index files.
  package var indexFormat = IndexFileName.Format.csv
  /// The further columns.
  package var columns: [Column] = []
  /// The present file that describes the columns, if any.
  package var information: Information?
  /// The fields of the catalog entry, in the order of the file.
  package var fields: [CatalogField] = []
  /// The line in the mission file.
  package var line: Int
}

/// How the stop of a file is found.
package enum StopPolicy: Sendable, Hashable {
  /// Its name has it.
  case fromName
  /// That many microseconds after the start.
  case duration(Int64)
  /// The start of the next file, but at most that many microseconds after the start.
  case nextStart(maximumGap: Int64)
  /// The start of the next file, but at most three times the median distance of the dataset's
  /// starts after the start.
  case nextStartNearby
  /// The column of the listing that has it.
  case column
  /// The end of the day, month or year that the start is in.
  case period(String)
  /// The start.
  case sameAsStart
}

/// A string in which `{name}` is a capture.
package struct TextTemplate: Sendable, Hashable {
  /// The string as written.
  package var text: String
  private var parts: [Part] = []

  private enum Part: Sendable, Hashable {
    case literal(String)
    case capture(String)
  }

  /// Splits a string; braces without a name between them are literal.
  package init(_ text: String) {
    self.text = text
    var rest = text[...]
    var literal = ""
    while let open = rest.firstIndex(of: "{") {
      let name = rest[rest.index(after: open)...].prefix { $0 != "}" && $0 != "{" }
      guard !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == "}" else {
        literal += rest[...open]
        rest = rest[rest.index(after: open)...]
        continue
      }
      literal += rest[..<open]
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal = ""
      parts.append(.capture(String(name)))
      rest = rest[rest.index(after: name.endIndex)...]
    }
    literal += rest
    if !literal.isEmpty { parts.append(.literal(literal)) }
  }

  /// The names of the captures.
  package var captures: [String] {
    parts.compactMap { if case .capture(let name) = $0 { name } else { nil } }
  }

  /// Whether some captures make a string; captures may be any strings.
  package func mayMake(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    for (number, part) in parts.enumerated() {
      guard case .literal(let literal) = part else { continue }
      let bytes = Array(literal.utf8)
      if number == 0 {
        guard rest.starts(with: bytes) else { return false }
        rest = rest.dropFirst(bytes.count)
      } else if number == parts.count - 1 {
        guard rest.count >= bytes.count, rest.suffix(bytes.count).elementsEqual(bytes) else {
          return false
        }
        return true
      } else {
        var start = rest.startIndex
        while start + bytes.count <= rest.endIndex, !rest[start...].starts(with: bytes) {
          start += 1
        }
        guard start + bytes.count <= rest.endIndex else { return false }
        rest = rest[(start + bytes.count)...]
      }
    }
    if case .capture? = parts.last { return true }
    return rest.isEmpty
  }

  /// The string with captures filled in; unknown captures stay as written.
  package func filled(with captures: [String: String]) -> String {
    parts.reduce(into: "") { text, part in
      switch part {
      case .literal(let literal): text += literal
      case .capture(let name): text += captures[name] ?? "{\(name)}"
      }
    }
  }
}
