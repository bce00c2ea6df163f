internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Writes the report as SARIF 2.1.0, in the form that code scanning accepts.
///
/// There is one run for each bucket or directory that has targets, so that a later upload of one
/// bucket does not close the alerts of another. Data in a bucket have no place in a checkout, and
/// code scanning refuses results without one; ``SourceLookup`` finds a place in the checkout.
struct SARIFReport {
  let report: Report
  let options: ReportOptions

  /// The maximum number of runs that code scanning accepts in one file.
  static let mostRuns = 20

  /// The document, with a line end.
  var bytes: [UInt8] {
    let lookup = SourceLookup(options.places)
    let rules = SARIFRules(report: report, codes: codes, pages: options.rulePages)
    let runs = parts.map { part in
      SARIFRun(report: report, options: options, lookup: lookup, rules: rules, part: part).value
    }
    return JSONWriter.writeHarmless([
      "$schema":
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0", "runs": .array(runs),
    ])
  }

  /// The rules that results may name.
  private var codes: Set<String> {
    options.listsEveryOutcome ? Set(report.rules.rules.map(\.code)) : Set(report.counts.keys)
  }

  /// The parts of one run.
  struct Part {
    /// The category that distinguishes its results from those of other runs; ends with a slash.
    var category: String
    var targets: [Report.Target] = []
    var rulesInFiles: [RuleInFile] = []
    var notices: [Notice] = []
    /// The number of buckets in the run, if there is more than one.
    var joined: Int?
  }

  /// The report, split by bucket; buckets beyond the maximum number of runs share the last one.
  private var parts: [Part] {
    let roots = TargetRoots(report.targets)
    var parts: [Part] = []
    var positions: [String: Int] = [:]
    for (root, category) in zip(roots.roots, categories(of: roots.roots)) {
      positions[root] = parts.count
      guard parts.count == Self.mostRuns else {
        parts.append(Part(category: category))
        continue
      }
      positions[root] = parts.count - 1
      parts[parts.count - 1].category = prefix + "further-buckets/"
      parts[parts.count - 1].joined = roots.roots.count - Self.mostRuns + 1
    }
    func position(_ uri: String) -> Int { positions[roots.root(of: uri)] ?? 0 }
    for target in report.targets {
      parts[positions[TargetRoots.root(ofTarget: target.uri)] ?? 0].targets.append(target)
    }
    for found in report.rulesInFiles { parts[position(found.uri)].rulesInFiles.append(found) }
    for notice in report.notices { parts[position(notice.uri ?? "")].notices.append(notice) }
    return parts
  }

  private var prefix: String { options.category + "/" }

  /// Unique names of the runs: the bucket, or the path of the directory.
  private func categories(of roots: [String]) -> [String] {
    var used: Set<String> = []
    return roots.map { root in
      var name = Self.name(of: root, options.places)
      var number = 2
      // Directories outside the checkout are named by their last part.
      while !used.insert(name).inserted {
        name = Self.name(of: root, options.places) + "-\(number)"
        number += 1
      }
      return name.isEmpty ? prefix : prefix + name + "/"
    }
  }

  private static func name(of root: String, _ places: SourcePlaces) -> String {
    if let address = ObjectAddress(root) {
      // A host, or a bucket of another provider, may have the same name.
      let scheme = address.scheme == "s3" ? "" : address.scheme + "/"
      return PercentEncoding.path(scheme + address.bucket)
    }
    // An absolute path would differ from machine to machine.
    let path = places.path(of: root) ?? PlainPath(root).parts.last.map(String.init) ?? ""
    return PercentEncoding.path(path)
  }
}

/// Percent-encoding for URIs.
enum PercentEncoding {
  /// Makes a relative reference of a path: unreserved characters, slashes and a few signs stay.
  ///
  /// A colon is encoded, since the part before it would be read as a scheme.
  ///
  /// Spec: RFC 3986 §3.3 and §4.2.
  static func path(_ path: String) -> String {
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      if isPlain(byte) {
        bytes.append(byte)
      } else {
        bytes.append(contentsOf: [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 0xF)])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~/!$&'()*+,;=@".utf8.contains(byte)
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
