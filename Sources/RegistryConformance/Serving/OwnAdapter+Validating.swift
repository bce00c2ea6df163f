internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

extension OwnAdapter {
  /// The maximum number of findings per rule and file.
  private static let listed = 5_000

  /// A validator with the settings of this adapter.
  func validator() -> Validator {
    var validator = Validator()
    validator.profile = options.profile
    for (code, severity) in options.severities {
      validator.settings.set(severity, for: code, by: "the adapter")
    }
    for (code, values) in options.ruleOptions {
      for (name, value) in values { validator.settings.set(name, of: code, to: value) }
    }
    validator.listedPerRule = Self.listed
    validator.now = WallClock.now
    return validator
  }

  /// Answers a case of class validator.
  func validate(_ input: Node, root: String) async throws(CaseFault) -> JSONValue {
    var validator = validator()
    let copies = BucketCopies(input, root: root)
    validator.roots = copies.all.map { Validator.Root(prefix: $0.bucket, path: $0.path) }
    if let depth = input["depth"]?.string {
      guard let depth = Validator.Depth(rawValue: depth) else {
        throw .unknown("unknown depth \(HarmlessText.of(depth))")
      }
      validator.depth = depth
    }
    if let spec = input["spec"]?.string {
      guard let dialect = Dialect(version: spec) else {
        throw .unknown("unknown version \(HarmlessText.of(spec)) of the spec")
      }
      validator.dialect = dialect
    }
    let report: Report
    do throws(TargetError) {
      report = try await validator.validate(copies.targets)
    } catch {
      return ["error": .string(error.detail)]
    }
    return [
      "verdict": .string(report.verdict.rawValue),
      "findings": .array(
        report.findings.flatMap { Self.findings($0, uri: copies.address(of: $0.location)) }),
    ]
  }

  /// A finding in the form of the protocol, as often as it occurs.
  static func findings(_ finding: Finding, uri: String) -> [JSONValue] {
    var place: [(key: String, value: JSONValue)] = [
      ("uri", .string(uri))
    ]
    if let pointer = finding.location.pointer { place.append(("pointer", .string(pointer))) }
    if let line = finding.location.line { place.append(("line", .number(line))) }
    if let column = finding.location.column { place.append(("column", .number(column))) }
    let value: JSONValue = [
      "severity": .string(finding.severity.rawValue),
      "requirements": requirements(of: finding.rule),
      "code": .string(finding.rule), "message": .string(finding.message), "at": .object(place),
    ]
    return Array(repeating: value, count: max(1, min(finding.occurrences, listed)))
  }

  /// The ids of the requirements that a rule serves.
  private static func requirements(of code: String) -> JSONValue {
    let codes = RuleBook.standard[code]?.requirements ?? []
    return .array(RequirementList.builtIn.cited(by: codes).map { .string($0.id) })
  }
}
