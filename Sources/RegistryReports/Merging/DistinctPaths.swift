internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Separates targets of several reports that have one path but different contents, such as the
/// directory `copy` of two jobs.
///
/// The digest of such a target becomes the first part of its path, and of the paths below it, so
/// that the order and the number of merges do not matter.
struct DistinctPaths {
  /// The digests of each path.
  private var digests: ExactDictionary<Set<String>> = [:]
  /// Whether a path has several.
  private(set) var areAmbiguous = false

  /// Notes the paths of a report.
  mutating func add(_ parts: Report.Parts) {
    for target in parts.targets {
      guard let digest = target.digest else { continue }
      let path = Self.path(of: target)
      digests[path, default: []].insert(digest)
      if digests[path, default: []].count > 1 { areAmbiguous = true }
    }
  }

  /// The parts with changed paths.
  func separated(_ parts: Report.Parts) -> Report.Parts {
    guard areAmbiguous else { return parts }
    let names = Names(parts.targets.map { ($0, label(of: $0)) })
    var parts = parts
    for index in parts.targets.indices { names.rename(&parts.targets[index].uri) }
    for index in parts.findings.indices { names.rename(&parts.findings[index]) }
    for index in parts.notices.indices {
      parts.notices[index].uri = parts.notices[index].uri.map(names.name)
    }
    parts.files = ExactDictionary(
      parts.files.map { (names.name($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    for index in parts.suppressions.indices {
      let matches = parts.suppressions[index].matches.map { (names.name($0.key), $0.value) }
      parts.suppressions[index].matches = Dictionary(matches, uniquingKeysWith: +)
    }
    return parts
  }

  /// The label that a target needs; nil if it has it, or needs none.
  private func label(of target: Report.Target) -> String? {
    guard let digest = target.digest, digests[Self.path(of: target), default: []].count > 1,
      Self.path(of: target) == target.uri
    else { return nil }
    return digest
  }

  /// The path of a target without its label.
  private static func path(of target: Report.Target) -> String {
    guard let digest = target.digest, target.uri.hasPrefix(digest + "/") else { return target.uri }
    return String(target.uri.dropFirst(digest.utf8.count + 1))
  }
}

/// The labels of the paths of one report.
private struct Names {
  /// The labels of documents and index files; nil for those that keep their paths.
  private var files: [String: String?] = [:]
  /// The labels of directories, with their final slash.
  private var directories: [String: String?] = [:]
  private let table: PrefixTable<String?>

  init(_ targets: [(target: Report.Target, label: String?)]) {
    for (target, label) in targets {
      files[target.uri] = .some(label)
      guard target.coverage.inputs[.bucket, default: 0] > 0 else { continue }
      directories[TargetRoots.directory(of: target.uri)] = .some(label)
    }
    table = PrefixTable(directories)
  }

  /// The new name of a path.
  func name(_ uri: String) -> String {
    let label =
      files[uri] ?? (ObjectAddress(uri) == nil ? table.value(ofLongestPrefixOf: uri) : nil)
    return label.flatMap(\.self).map { "\($0)/\(uri)" } ?? uri
  }

  func rename(_ uri: inout String) { uri = name(uri) }

  func rename(_ finding: inout Finding) {
    rename(&finding.location.uri)
    finding.countedIn = finding.countedIn.map(name)
    for index in finding.related.indices { rename(&finding.related[index].uri) }
  }
}
