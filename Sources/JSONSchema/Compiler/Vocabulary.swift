internal import Formats

/// The vocabularies of draft 2020-12 that a resource uses.
struct Vocabulary: OptionSet, Sendable {
  let rawValue: UInt8

  static let applicator = Vocabulary(rawValue: 1)
  static let unevaluated = Vocabulary(rawValue: 2)
  static let validation = Vocabulary(rawValue: 4)
  /// The vocabulary that asserts `format`.
  static let formatAssertion = Vocabulary(rawValue: 8)
  /// The vocabularies whose keywords assert nothing, and the core, which is always needed.
  static let others = Vocabulary([])
  /// The vocabularies of the draft's metaschema.
  static let standard: Vocabulary = [.applicator, .unevaluated, .validation]

  /// The URI of the metaschema of the draft.
  static let standardMetaschema = "https://json-schema.org/draft/2020-12/schema"

  /// Returns the vocabulary of a URI; nil if it is unknown.
  private static func known(_ uri: String) -> Vocabulary? {
    let prefix = "https://json-schema.org/draft/2020-12/vocab/"
    guard uri.hasPrefix(prefix) else { return nil }
    switch uri.dropFirst(prefix.count) {
    case "applicator": return .applicator
    case "unevaluated": return .unevaluated
    case "validation": return .validation
    case "format-assertion": return .formatAssertion
    case "core", "meta-data", "format-annotation", "content": return .others
    default: return nil
    }
  }

  /// Finds out what a resource uses, from its own `$schema` or that of the resource around it.
  ///
  /// - Throws: A metaschema that is not in the collection, or that requires a vocabulary which
  ///   is unknown.
  static func used(
    by number: Int, in collection: SchemaCollection
  ) throws(SchemaError) -> Vocabulary {
    let resource = collection.resources[number]
    guard let value = resource.root["$schema"] else {
      guard let parent = resource.parent else { return .standard }
      return try used(by: parent, in: collection)
    }
    guard let uri = value.string else {
      throw SchemaError(.malformedKeyword, at: resource.uri, value, "\"$schema\" is not a string")
    }
    let name = URIReference(uri).resource
    if name == standardMetaschema { return .standard }
    guard let metaschema = collection.resource(name) else {
      throw SchemaError(
        .unknownDialect, at: resource.uri, value, "the metaschema \"\(name)\" is not known")
    }
    return try required(by: collection.resources[metaschema])
  }

  private static func required(
    by metaschema: SchemaCollection.Resource
  ) throws(SchemaError) -> Vocabulary {
    guard let list = metaschema.root["$vocabulary"] else { return .standard }
    var all = Vocabulary.others
    for member in list.members {
      if let vocabulary = known(member.key.text) {
        all.formUnion(vocabulary)
      } else if member.value.bool != false {
        throw SchemaError(
          .unknownDialect, at: metaschema.uri, member.key,
          "the vocabulary \"\(member.key.text)\" is not known")
      }
    }
    return all
  }
}
