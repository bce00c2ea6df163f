package import Formats
public import RegistryValidation
package import SharedCloudRegistry

/// What a mission says of its registry: the bucket, and how the names of files tell datasets and
/// times.
///
/// It is read from a YAML file, `mission.yml`, whose form is described by the schema `mission`.
public struct Mission: Sendable {
  /// The path of the file, as people are shown it.
  package var path: String
  /// The address that catalog.json lies at, with its final slash.
  package var endpoint: String
  /// The address that the keys of listings belong to, with its final slash.
  package var base: String
  /// The fields of the catalog itself, in the order of the file.
  package var bucketFields: [CatalogField] = []
  /// How much of times is written.
  package var precision = SCRTime.Precision.second
  /// The datasets, in the order of the file.
  package var datasets: [DatasetPattern] = []
  /// The keys that are not looked at.
  package var ignored: [GlobPattern] = []
  /// What is still to be filled in by people.
  var placeholders: [ConfigurationError.Fault] = []

  /// Whether ETags or times of writing matter to some dataset.
  var asksForDetails: Bool {
    datasets.contains { dataset in
      dataset.versions == .newest || dataset.columns.contains { $0.source == "etag" }
    }
  }

  /// How much of the times of a dataset is written.
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
  /// - Throws: Everything that is wrong with it, with lines and columns.
  public init(parsing text: [UInt8], path: String) throws(ConfigurationError) {
    self = try MissionReader.read(text, path: path)
  }
}

/// A field of a catalog that is taken over as it stands in the mission file.
package struct CatalogField: Sendable {
  /// The name of the field.
  package var name: String
  /// The value; the texts in it may name captures.
  package var value: Node

  /// The names between braces in its texts.
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

/// One rule of a mission: which files belong to a dataset, or to several of a kind.
package struct DatasetPattern: Sendable {
  /// Where its files lie, and what they are called.
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
    /// The one that was written last.
    case newest
  }

  /// A further column of the index files, whose values come from a capture.
  package struct Column: Sendable, Hashable {
    /// The name.
    package var name: String
    /// The capture; `etag` is the ETag of the object.
    package var source: String
    /// The type, in the words of the spec.
    package var type: String
    /// The units, where there are some.
    package var units: String?
    /// What it means.
    package var description: String?
  }

  /// A file that describes the columns of the index files.
  package struct Information: Sendable, Hashable {
    /// What its name has behind the id.
    package var suffix: String
    /// The text.
    package var text: [UInt8]
  }

  /// The id, with captures.
  package var id: TextTemplate
  /// Where files lie.
  package var places: [Place] = []
  /// The address of the directory of its index files, with its final slash, with captures.
  package var index: TextTemplate
  /// How stops are found.
  package var stop: StopPolicy
  /// Whether the last file lasts as long as the one before it, where stops are the starts of the next;
  /// otherwise it lasts for the maximum gap.
  package var estimatesLastStop = false
  /// How much of times is written; nil for what the mission says.
  package var precision: SCRTime.Precision?
  /// Which versions are kept.
  package var versions = Versions.latest
  /// Whether index files are packed.
  package var isZipped = false
  /// The further columns.
  package var columns: [Column] = []
  /// The file that describes the columns, where there is one already.
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
  /// So many microseconds behind the start.
  case duration(Int64)
  /// The start of the next file, but at most so many microseconds behind the start.
  case nextStart(maximumGap: Int64)
  /// The end of the day, month or year that the start is in.
  case period(String)
  /// The start.
  case sameAsStart
}

/// A text in which `{name}` stands for a capture.
package struct TextTemplate: Sendable, Hashable {
  /// The text as written.
  package var text: String
  private var parts: [Part] = []

  private enum Part: Sendable, Hashable {
    case literal(String)
    case capture(String)
  }

  /// Splits a text; braces without a name between them stand for themselves.
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

  /// The text with captures filled in; those that are not known stay as they are written.
  package func filled(with captures: [String: String]) -> String {
    parts.reduce(into: "") { text, part in
      switch part {
      case .literal(let literal): text += literal
      case .capture(let name): text += captures[name] ?? "{\(name)}"
      }
    }
  }
}
