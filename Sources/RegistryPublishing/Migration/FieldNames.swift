internal import SharedCloudRegistry

/// The names in version 1.1 of fields that have other names in older versions and on the
/// HelioCloud platform.
enum FieldNames {
  /// The names of fields that the reader of registries does not use.
  private static let others: [String: [String]] = [
    "resource": ["resourceURL", "resourceID", "resource_id"],
    "creation": ["creationDate", "creation_date"], "about": ["aboutURL", "about_url"],
    "indextype": ["listformat", "indexFormat"], "egress": ["egressPolicy"],
  ]

  private static let names: [String: String] = {
    var names: [String: String] = [:]
    for field in Field.allCases {
      for name in field.names.dropFirst() { names[name] = field.names[0] }
    }
    for (name, former) in others {
      for former in former { names[former] = name }
    }
    return names
  }()

  /// The present name of a field.
  static func present(_ name: String) -> String { names[name] ?? name }
}
