/// How the files of a report are named: by the place of their bucket and the path within it.
struct FileNames {
  /// One file.
  struct Name: Hashable {
    /// Where the bucket lies, with its final slash; empty for the working directory.
    var root: String
    /// The path within the bucket.
    var key: String
  }

  private var names: [String: Name] = [:]
  /// Where the buckets of the targets lie.
  private let targetRoots: Set<String>

  init(_ report: Report) {
    targetRoots = Set(report.targets.map { Self.root(of: $0.uri) })
    for finding in report.findings where finding.countedIn == nil {
      let (uri, key) = (finding.location.uri, finding.location.key)
      guard uri.hasSuffix(key) else { continue }
      names[uri] = Name(root: String(uri.dropLast(key.count)), key: key)
    }
  }

  /// The name of a file.
  subscript(uri: String) -> Name {
    if let name = names[uri] { return name }
    let root = targetRoots.filter { uri.hasPrefix($0) }.max { $0.count < $1.count }
    guard let root else { return Name(root: "", key: uri) }
    return Name(root: root, key: String(uri.dropFirst(root.count)))
  }

  /// Where the bucket of a target lies.
  static func root(of uri: String) -> String { TargetRoots.root(ofTarget: uri) }

  /// The places of all buckets with targets or findings.
  func roots(of report: Report) -> Set<String> {
    targetRoots.union(report.files.keys.map { self[$0].root })
  }
}

/// Tells which files a run looked at by which rules, whether it found anything or not.
struct LookedAt {
  private struct Target {
    var root: String
    var key: String
    var coverage: Coverage
  }

  private let targets: [Target]
  private let rules: RuleBook
  private let reasonsOff: [String: String]

  init(_ report: Report) {
    targets = report.targets.map { target in
      let root = FileNames.root(of: target.uri)
      return Target(
        root: root, key: String(target.uri.dropFirst(root.count)), coverage: target.coverage)
    }
    rules = report.rules
    reasonsOff = report.settings.reasonsOff
  }

  /// The places of the buckets of the targets.
  var roots: Set<String> { Set(targets.map(\.root)) }

  /// Tells whether a rule looked at a file, or would have if it were there.
  ///
  /// - Parameters:
  ///   - root: Where the bucket of the file lies; nil for any.
  ///   - key: The path of the file in it.
  ///   - code: The code of the rule.
  /// - Returns: Whether what the rule found in the file is all there is.
  func includes(root: String?, key: String, by code: String) -> Bool {
    guard let rule = rules[code], reasonsOff[code] == nil else { return false }
    return targets.contains { target in
      guard root == nil || root == target.root else { return false }
      let coverage = target.coverage
      guard coverage.obstacles[rule.scope] == nil, coverage.ruleObstacles[code] == nil,
        coverage.exclusions[rule.scope] == nil
      else {
        return false
      }
      // A catalog without entries is looked at for all that was said of its datasets.
      let isEmptied = rule.scope == .dataset && coverage.inputs[.catalog, default: 0] > 0
      let isAsked = isEmptied || coverage.inputs[rule.scope, default: 0] > 0
      if target.key == key, isAsked { return true }
      // Whoever goes through a bucket looks at all of its files.
      guard coverage.inputs[.bucket, default: 0] > 0, coverage.obstacles[.bucket] == nil else {
        return false
      }
      switch rule.scope {
      case .registry, .catalog, .dataset, .bucket: return isAsked
      case .document, .index, .row, .info, .object: return target.key != key
      case .configuration: return false
      }
    }
  }
}
