package import Formats

/// Schema resources by URI, to resolve references in.
///
/// Nothing is ever fetched: add everything that a schema refers to.
package struct SchemaCollection: Sendable {
  /// A schema with its own URI: a whole document, or a part of one with an `$id`.
  struct Resource: Sendable {
    /// The URI, without fragment.
    var uri: String
    /// The schema.
    var root: Node
    /// The number of the document that contains it.
    var document: Int
    /// The resource that bundles it, if any.
    var parent: Int?
    /// The schemas that `$anchor` and `$dynamicAnchor` name.
    var anchors: [String: Place] = [:]
    /// The schemas that `$dynamicAnchor` names.
    var dynamicAnchors: [String: Place] = [:]
  }

  /// One schema and its place.
  struct Place: Sendable {
    /// The schema.
    var node: Node
    /// The number of the innermost resource around it.
    var resource: Int
    /// The pointer to it within that resource.
    var pointer: String
  }

  private(set) var resources: [Resource] = []
  private var numbers: [String: Int] = [:]
  /// For each document, which of its values are resources.
  private var roots: [[Int: Int]] = []

  /// A collection without resources.
  package init() {}

  /// Adds a schema document and every resource that is bundled in it.
  ///
  /// - Parameters:
  ///   - document: The schema.
  ///   - uri: Its absolute URI, even if its `$id` differs.
  /// - Throws: An identifier that is malformed or used twice.
  package mutating func add(_ document: Document, uri: String) throws(SchemaError) {
    let base = URIReference(uri)
    roots.append([:])
    var resource = Resource(uri: base.resource, root: document.root, document: roots.count - 1)
    if let id = try identifier(of: document.root, base: base, at: uri) {
      resource.uri = id.resource
      try register(base.resource, as: resources.count, node: document.root)
    }
    try register(resource.uri, as: resources.count, node: document.root)
    roots[resource.document][document.root.index] = resources.count
    resources.append(resource)
    try index(Place(node: document.root, resource: resources.count - 1, pointer: ""))
  }

  /// Returns the resource that a URI without fragment names.
  func resource(_ uri: String) -> Int? { numbers[uri] }

  private mutating func register(
    _ uri: String, as number: Int, node: Node
  ) throws(SchemaError) {
    guard let other = numbers.updateValue(number, forKey: uri), other != number else { return }
    throw SchemaError(.duplicateIdentifier, at: uri, node, "two schemas have the URI \"\(uri)\"")
  }

  private func identifier(
    of schema: Node, base: URIReference, at location: String
  ) throws(SchemaError) -> URIReference? {
    guard let member = schema.member("$id") else { return nil }
    guard let text = member.value.string else {
      throw SchemaError(.malformedKeyword, at: location, member.value, "\"$id\" is not a string")
    }
    let reference = URIReference(text)
    guard (reference.fragment ?? "").isEmpty else {
      throw SchemaError(
        .malformedKeyword, at: location, member.value, "\"$id\" has a fragment; use \"$anchor\"")
    }
    return reference.resolved(against: base)
  }
}

// MARK: - Finding bundled schemas

extension SchemaCollection {
  /// Finds anchors and resources in a schema and all schemas inside it.
  private mutating func index(_ place: Place) throws(SchemaError) {
    var place = place
    if !place.pointer.isEmpty, place.node.member("$id") != nil,
      let id = try identifier(
        of: place.node, base: URIReference(resources[place.resource].uri),
        at: location(of: place))
    {
      place = try addBundled(place, uri: id.resource)
    }
    for keyword in ["$anchor", "$dynamicAnchor"] {
      guard let member = place.node.member(keyword) else { continue }
      try addAnchor(member.value, keyword: keyword, at: place)
    }
    for member in place.node.members {
      let pointer = JSONPointer.appending(member.key.text, to: place.pointer)
      try indexSubschemas(
        of: member, Place(node: member.value, resource: place.resource, pointer: pointer))
    }
  }

  private mutating func indexSubschemas(
    of member: Node.Member, _ place: Place
  ) throws(SchemaError) {
    switch KeywordShape(of: member.key.text) {
    case .schema: try index(place)
    case .schemas:
      for (number, element) in member.value.elements.enumerated() {
        var inner = place
        inner.node = element
        inner.pointer += "/\(number)"
        try index(inner)
      }
    case .schemasByName:
      for entry in member.value.members {
        var inner = place
        inner.node = entry.value
        inner.pointer = JSONPointer.appending(entry.key.text, to: place.pointer)
        try index(inner)
      }
    case .other: break
    }
  }

  private mutating func addBundled(_ place: Place, uri: String) throws(SchemaError) -> Place {
    let document = resources[place.resource].document
    let number = resources.count
    try register(uri, as: number, node: place.node)
    roots[document][place.node.index] = number
    resources.append(
      Resource(uri: uri, root: place.node, document: document, parent: place.resource))
    return Place(node: place.node, resource: number, pointer: "")
  }

  private mutating func addAnchor(
    _ value: Node, keyword: String, at place: Place
  ) throws(SchemaError) {
    guard let name = value.string, !name.isEmpty else {
      throw SchemaError(
        .malformedKeyword, at: location(of: place), value, "\"\(keyword)\" is not a name")
    }
    let other = resources[place.resource].anchors.updateValue(place, forKey: name)
    if let other, other.node.index != place.node.index {
      throw SchemaError(
        .duplicateIdentifier, at: location(of: place), value,
        "two schemas have the anchor \"\(name)\"")
    }
    if keyword == "$dynamicAnchor" {
      resources[place.resource].dynamicAnchors[name] = place
    }
  }

  /// Names a place for messages, as URI and pointer.
  func location(of place: Place) -> String {
    resources[place.resource].uri + "#" + place.pointer
  }
}

// MARK: - Following references

extension SchemaCollection {
  /// Returns the schema that a reference leads to; nil if it leads nowhere.
  func target(of reference: URIReference) -> Place? {
    guard let number = numbers[reference.resource] else { return nil }
    let resource = resources[number]
    let fragment = reference.decodedFragment
    guard fragment.isEmpty || fragment.hasPrefix("/") else { return resource.anchors[fragment] }
    guard let tokens = JSONPointer.tokens(of: fragment) else { return nil }
    var place = Place(node: resource.root, resource: number, pointer: "")
    for token in tokens {
      guard let node = JSONPointer.step(token, into: place.node) else { return nil }
      place.node = node
      place.pointer = JSONPointer.appending(token, to: place.pointer)
      if let inner = roots[resource.document][node.index] {
        place.resource = inner
        place.pointer = ""
      }
    }
    return place
  }
}

extension SchemaCollection {
  /// Returns a place as seen from the resource whose root it is; nil if it is not a root.
  func placeOfResource(at place: Place) -> Place? {
    let document = resources[place.resource].document
    guard let number = roots[document][place.node.index] else { return nil }
    return Place(node: place.node, resource: number, pointer: "")
  }
}

/// Where the value of a keyword has schemas.
enum KeywordShape {
  /// The value is a schema.
  case schema
  /// The value is an array of schemas.
  case schemas
  /// The value is an object of schemas.
  case schemasByName
  /// There are no schemas in the value.
  case other

  /// Returns the shape of a keyword's value.
  init(of keyword: String) {
    switch keyword {
    case "additionalProperties", "propertyNames", "items", "contains", "not", "if", "then", "else",
      "unevaluatedItems", "unevaluatedProperties", "contentSchema":
      self = .schema
    case "allOf", "anyOf", "oneOf", "prefixItems": self = .schemas
    case "properties", "patternProperties", "dependentSchemas", "$defs", "definitions":
      self = .schemasByName
    default: self = .other
    }
  }
}
