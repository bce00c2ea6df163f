internal import Formats
internal import RegistrySchemas
internal import SharedCloudRegistry

/// Renames fields of entries to the names in the catalog's version.
enum FieldNameRecipes {
  /// The names of each field in all versions.
  private static let groups: [[String]] =
    Field.allCases.map(\.names).filter { $0.count > 1 && $0[0] != "id" } + [
      ["resource", "resourceURL"], ["about", "aboutURL"],
    ]

  /// Renames a member whose key belongs to another version.
  ///
  /// Nothing is lost if the version has the field and the entry does not have it already.
  @Sendable static func rename(_ value: FaultyValue) -> Fix? {
    let key = value.key.text
    guard let name = name(of: key, in: value.dialect), name != key else { return nil }
    return MemberRecipes.rename(value, to: name)
  }

  /// The name in one version of a field that has another name elsewhere; nil if that version does
  /// not have the field.
  static func name(of key: String, in dialect: Dialect) -> String? {
    let group = groups.first {
      $0.contains(key) || key == "listformat" && $0.contains("indextype")
    }
    return group?.first { isOwn($0, in: dialect) }
  }

  /// The name of a field in a version; the newest if the version does not have it.
  static func name(of field: Field, in dialect: Dialect) -> String {
    field.names.first { isOwn($0, in: dialect) } ?? field.names[0]
  }

  /// Whether a version has a key of an entry, by that version's schema.
  private static func isOwn(_ key: String, in dialect: Dialect) -> Bool {
    ownKeys[dialect]?.contains(key) ?? false
  }

  /// The keys of entries by version.
  private static let ownKeys: [Dialect: Set<String>] = Dictionary(
    uniqueKeysWithValues: Dialect.allCases.map { dialect in
      let file = SchemaFiles.file("documents/catalog-\(dialect.rawValue).json")
      let document = file.flatMap { try? JSONParser.parse($0.bytes) }
      let properties = document?.root["$defs"]?["dataset"]?["properties"]
      let own = properties?.members.filter { $0.value["$ref"]?.text != "#/$defs/elsewhere" }
      return (dialect, Set((own ?? []).map(\.key.text)))
    })
}
