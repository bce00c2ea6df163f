internal import SharedCloudRegistry

/// The columns that the Python client (cloudcatalog 1.3.3) finds by the header of an index file.
///
/// It looks for the names of the specification. A name that is missing goes to the column of that
/// place, whatever its name was; pandas gives the second of two equal names a number.
struct ClientColumns {
  private var names: [String] = []

  /// Takes the names of a header.
  ///
  /// - Parameter header: The header, which has at least four names.
  init(_ header: IndexHeader) {
    var counts: [String: Int] = [:]
    for name in header.rawNames {
      let count = counts[name, default: 0]
      counts[name] = count + 1
      names.append(count == 0 ? name : "\(name).\(count)")
    }
    if names[0].hasPrefix("# ") { names[0].removeFirst(2) }
    for (position, name) in Self.fields.enumerated() where !names.contains(name) {
      names[position] = name
    }
  }

  private static let fields = ["start", "stop", "datakey", "filesize"]

  /// Finds a column that the client takes for another one.
  ///
  /// - Parameter layout: Where the columns are, in the order of the specification.
  /// - Returns: The first such column, in words; nil without one.
  func fault(in layout: IndexLayout) -> String? {
    for (position, name) in Self.fields.enumerated() {
      let found = names.indices.filter { names[$0] == name }
      if found.count > 1 { return "two columns have the name \(name)" }
      guard let first = found.first else { return "no column is left for \(name)" }
      if first != position { return "column \(first + 1) has the name \(name)" }
    }
    return nil
  }
}
