internal import Formats
internal import SharedCloudRegistry

/// How a document is built around its content.
enum DocumentForm {
  /// The content is the document itself, whatever faults it has.
  case plain
  /// The content is inside a list or another object.
  case enclosed(EnclosedValue)
  /// It is something else, such as a list of several catalogs; nothing in it can be checked.
  case foreign(String)

  /// Examines a document.
  ///
  /// - Parameters:
  ///   - root: The document.
  ///   - kind: The kind that it should have.
  init(of root: Node, as kind: DocumentKind) {
    let isContent = { (node: Node) in kind.isShown(by: node) }
    guard !isContent(root) else {
      self = .plain
      return
    }
    if let enclosed = EnclosedValue(in: root, where: isContent) {
      self = .enclosed(enclosed)
    } else if root.kind == .array, root.count > 1, root.elements.allSatisfy(isContent),
      kind != .dataset
    {
      self = .foreign("a list of \(root.count) \(kind.plural)")
    } else if let other = DocumentKind.allCases.first(where: { $0 != kind && $0.isShown(by: root) })
    {
      self = .foreign(other.words)
    } else {
      self = .plain
    }
  }
}

extension DocumentKind {
  /// Whether the members of an object show that it has this kind.
  func isShown(by node: Node) -> Bool {
    switch self {
    case .registry: node.isGlobalRegistry
    case .catalog: node.isCatalog
    case .dataset: node.isDatasetEntry
    case .info: node.isInfo
    }
  }

  /// The kind in words, with its article.
  fileprivate var words: String {
    switch self {
    case .registry: "a global registry"
    case .catalog: "a catalog"
    case .dataset: "one dataset entry"
    case .info: "an info document"
    }
  }

  fileprivate var plural: String {
    switch self {
    case .registry: "global registries"
    case .catalog: "catalogs"
    case .dataset: "dataset entries"
    case .info: "info documents"
    }
  }

  /// The word for the document in messages.
  var noun: String {
    switch self {
    case .registry: "registry"
    case .catalog: "catalog"
    case .dataset: "entry"
    case .info: "info file"
    }
  }

  /// The rule that a document breaks if it has the wrong form.
  var ruleOnForm: RuleID {
    switch self {
    case .registry: .registryNotAnObject
    case .catalog: .catalogNotAnObject
    case .dataset: .datasetWrongType
    case .info: .infoNotAnObject
    }
  }

  /// The member with a list of objects, the rule on their form, and whether an object is one.
  var list: (name: String, rule: RuleID, isElement: (Node) -> Bool)? {
    switch self {
    case .registry: ("registry", .registryListMissing, { $0["endpoint"] != nil })
    case .catalog: ("catalog", .datasetWrongType, { $0.isDatasetEntry })
    case .info: ("parameters", .parametersMalformed, { $0["name"] != nil })
    case .dataset: nil
    }
  }
}
