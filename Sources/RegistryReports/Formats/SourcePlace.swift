internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// The place in the checkout that a CI system shows for a finding.
struct SourcePlace: Sendable, Hashable {
  /// The path, relative to the root of the checkout; never empty.
  var path: String
  /// Whether it is the file of the finding, not the configuration that names its target.
  var isFile: Bool
  /// The line, counted from 1.
  var line = 1
  /// The column, counted from 1 in Unicode scalars.
  var column = 1
  /// The line of the end; nil if that is not known.
  var endLine: Int?
  /// The column after the end; nil if that is not known.
  var endColumn: Int?
}

/// Finds places in the checkout, fast for many findings.
///
/// Tried in this order: the file itself, if it is in the checkout or the source map maps it
/// there; the line of the configuration that names the target; the first line of the
/// configuration.
struct SourceLookup: Sendable {
  private let places: SourcePlaces
  private let targets: PrefixTable<Int>

  init(_ places: SourcePlaces) {
    self.places = places
    var lines: [String: Int] = [:]
    // A target that is a file represents the files beside it, unless they are targets too.
    for (target, line) in places.targetLines.sorted(by: { $0.key < $1.key })
    where Self.isFile(target) {
      let directory = TargetRoots.directory(of: target)
      if !directory.isEmpty, lines[directory] == nil { lines[directory] = line }
    }
    for (target, line) in places.targetLines { lines[target] = line }
    targets = PrefixTable(lines)
  }

  /// Whether a target is a file, judged by its name: it has an extension.
  private static func isFile(_ target: String) -> Bool {
    if let address = ObjectAddress(target), address.key.isEmpty { return false }
    return target.split(separator: "/", omittingEmptySubsequences: false).last?.contains(".")
      ?? false
  }

  /// Finds the place of a finding.
  func place(of location: Location) -> SourcePlace {
    if let path = places.path(of: location.uri) {
      return Self.place(of: location, in: path)
    }
    let configuration = places.configuration ?? ""
    var place = SourcePlace(
      path: configuration.isEmpty ? "scregistry.yml" : configuration, isFile: false)
    place.line = Swift.max(1, targets.value(ofLongestPrefixOf: location.uri) ?? 1)
    return place
  }

  private static func place(of location: Location, in path: String) -> SourcePlace {
    var place = SourcePlace(path: path, isFile: true)
    guard let line = location.line, line >= 1 else { return place }
    place.line = line
    place.column = Swift.max(1, location.column ?? 1)
    guard let endLine = location.endLine, let endColumn = location.endColumn,
      (endLine, endColumn) >= (place.line, place.column), endColumn >= 1
    else { return place }
    place.endLine = endLine
    place.endColumn = endColumn
    return place
  }
}

/// Values by the prefix of an address or a path.
struct PrefixTable<Value: Sendable>: Sendable {
  private let values: [String: Value]
  /// The lengths of the prefixes in bytes, the longest first.
  private let lengths: [Int]

  init(_ values: [String: Value]) {
    self.values = values
    lengths = Set(values.keys.map(\.utf8.count)).sorted(by: >)
  }

  /// Returns the value of the longest prefix that ends with the text or with a part of it.
  ///
  /// - Complexity: O(*k* · *n*) for *k* different lengths of prefixes and *n* bytes of text.
  func value(ofLongestPrefixOf text: String) -> Value? {
    let bytes = text.utf8
    for length in lengths where length <= bytes.count {
      guard let start = String(bytes.prefix(length)), let value = values[start] else { continue }
      let slash = UInt8(ascii: "/")
      if length == 0 || length == bytes.count || start.utf8.last == slash
        || bytes.dropFirst(length).first == slash
      {
        return value
      }
    }
    return nil
  }
}
