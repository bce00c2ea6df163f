internal import Formats
internal import RegistryValidation

/// How the files of a report are named: by the place of their bucket and the path within it.
struct FileNames {
  /// One file.
  struct Name: Hashable {
    /// The place of the bucket, with its final slash; empty for the working directory.
    var root: String
    /// The path within the bucket.
    var key: String

    /// Returns whether two names have the same bytes.
    static func == (left: Name, right: Name) -> Bool {
      left.root.hasSameBytes(as: right.root) && left.key.hasSameBytes(as: right.key)
    }

    /// Hashes the bytes.
    func hash(into hasher: inout Hasher) {
      hasher.combine(ExactText(root))
      hasher.combine(ExactText(key))
    }
  }

  private var names: ExactDictionary<Name> = [:]
  /// The places of the targets' buckets.
  private let targetRoots: Set<String>

  init(_ report: Report) {
    targetRoots = Set(report.targets.map { Self.root(of: $0.uri) })
    for finding in report.findings where finding.countedIn == nil {
      let (uri, key) = (finding.location.uri, finding.location.key)
      guard uri.utf8.count >= key.utf8.count,
        uri.utf8.suffix(key.utf8.count).elementsEqual(key.utf8)
      else { continue }
      names[uri] = Name(
        root: String(decoding: uri.utf8.dropLast(key.utf8.count), as: UTF8.self), key: key)
    }
  }

  /// The name of a file.
  subscript(uri: String) -> Name {
    if let name = names[uri] { return name }
    let root = targetRoots.filter { uri.utf8.starts(with: $0.utf8) }.max { $0.count < $1.count }
    guard let root else { return Name(root: "", key: uri) }
    return Name(root: root, key: uri.rest(after: root) ?? uri)
  }

  /// The place of a target's bucket.
  static func root(of uri: String) -> String { TargetRoots.root(ofTarget: uri) }

  /// The places of all buckets with targets or findings.
  func roots(of report: Report) -> Set<String> {
    targetRoots.union(report.files.keys.map { self[$0].root })
  }
}

/// Tells which files a run checked by which rules, with findings or without.
struct LookedAt {
  private struct Target {
    var root: String
    var key: String
    var coverage: Coverage
  }

  private let targets: [Target]
  private let rules: RuleBook
  private let reasonsOff: [String: String]
  /// The index files that were read to their end.
  let readFiles: Set<FileNames.Name>
  /// The datasets of all index files, those that could not be read included.
  private let indexFiles: [FileNames.Name: String]
  private let datasets: Set<ExactText>

  init(_ report: Report) {
    targets = report.targets.map { target in
      let root = FileNames.root(of: target.uri)
      return Target(
        root: root, key: String(target.uri.dropFirst(root.count)), coverage: target.coverage)
    }
    rules = report.rules
    reasonsOff = report.settings.reasonsOff
    let names = FileNames(report)
    let obstacles = Set(
      report.targets.flatMap { target in
        [Rule.Scope.index, .row].flatMap { target.coverage.obstacles[$0] ?? [] }
      })
    let read = report.timelines.flatMap(\.years).map(\.uri).filter { uri in
      !obstacles.contains { $0.utf8.starts(with: uri.utf8) }
    }
    readFiles = Set(read.map { names[$0] })
    indexFiles = Dictionary(
      report.timelines.flatMap { timeline in
        (timeline.years.map(\.uri) + timeline.unread.compactMap(\.uri)).map {
          (names[$0], timeline.dataset)
        }
      }, uniquingKeysWith: { first, _ in first })
    datasets = Set(report.timelines.map { ExactText($0.dataset) })
  }

  /// The dataset of an index file; nil for another file.
  func dataset(ofIndexFile name: FileNames.Name) -> String? { indexFiles[name] }

  /// Whether the run did not read an index file that an earlier run knew, although it checked its
  /// dataset.
  ///
  /// A dataset that left the catalog took its files with it; a file alone that is gone was not
  /// checked.
  ///
  /// - Parameters:
  ///   - file: The index file.
  ///   - dataset: The dataset that it had in the earlier run; nil if it was no index file.
  ///   - code: The code of a rule on the content of the file.
  /// - Returns: Whether the run knows nothing about the findings of the rule in the file.
  func lacks(_ file: FileNames.Name, of dataset: String?, for code: String) -> Bool {
    guard let dataset, let scope = rules[code]?.scope, [.index, .row].contains(scope) else {
      return false
    }
    return datasets.contains(ExactText(dataset)) && !readFiles.contains(file)
  }

  /// The places of the buckets of the targets.
  var roots: Set<String> { Set(targets.map(\.root)) }

  /// Whether a rule checked a file, or would have if it existed.
  ///
  /// - Parameters:
  ///   - root: The place of the file's bucket; nil for any.
  ///   - key: The path of the file in it.
  ///   - code: The code of the rule.
  ///   - absenceCounts: Whether a run that saw that there is no such thing checked it, too.
  /// - Returns: Whether the findings of the rule in the file are complete.
  func includes(
    root: String?, key: String, by code: String, absenceCounts: Bool = false
  ) -> Bool {
    guard let rule = rules[code], reasonsOff[code] == nil else { return false }
    return targets.contains { target in
      guard root == nil || root == target.root else { return false }
      let coverage = target.coverage
      guard coverage.ruleObstacles[code] == nil, coverage.exclusions[rule.scope] == nil else {
        return false
      }
      if coverage.obstacles[rule.scope] != nil {
        // What could not be read says nothing about the index files that could.
        return [.index, .row].contains(rule.scope)
          && readFiles.contains(.init(root: target.root, key: key))
      }
      // Checking a catalog without entries covers all earlier findings on its datasets.
      let isEmptied = rule.scope == .dataset && coverage.inputs[.catalog, default: 0] > 0
      let isAsked = isEmptied || coverage.inputs[rule.scope, default: 0] > 0
      if target.key == key, isAsked { return true }
      // A run that lists a bucket checks all of its files.
      guard coverage.inputs[.bucket, default: 0] > 0, coverage.obstacles[.bucket] == nil else {
        return false
      }
      switch rule.scope {
      case .registry, .catalog, .dataset, .bucket: return isAsked || absenceCounts
      case .document, .index, .row, .info, .object, .mirror: return target.key != key
      case .configuration: return false
      }
    }
  }
}
