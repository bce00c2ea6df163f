internal import RegistryValidation

/// The files in the folders of datasets that no index file lists (OBJ003), of the listed findings.
struct UncataloguedFiles {
  /// The addresses of the files, by the position of the timeline.
  private var files: [Int: [String]] = [:]
  /// Whether the report lists each of them.
  private let isComplete: Bool

  /// Finds the files of each dataset.
  ///
  /// - Parameter report: The report.
  init(_ report: Report) {
    let code = RuleID.objectNotIndexed.code
    let findings = report.findings.filter { $0.rule == code && $0.isActive }
    isComplete = findings.count >= report.tallies[code]?.activeTotal ?? 0
    guard !findings.isEmpty else { return }
    var folders: [Substring: Int] = [:]
    for (index, timeline) in report.timelines.enumerated() {
      for year in timeline.years {
        if let folder = Self.folder(of: year.uri[...]) { folders[folder] = index }
      }
    }
    for finding in findings {
      var place = finding.location.uri[...]
      while let folder = Self.folder(of: place) {
        if let index = folders[folder] {
          files[index, default: []].append(finding.location.uri)
          break
        }
        place = folder
      }
    }
  }

  /// The folder of a path, without its slash; nil at the root.
  private static func folder(of path: Substring) -> Substring? {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] }
  }

  /// How many files of a dataset no index file lists; nil without any.
  func words(_ index: Int) -> String? {
    guard let count = files[index]?.count else { return nil }
    return (isComplete ? "" : "at least ")
      + "\(PageText.count(count, of: "file")) in no index"
  }

  /// The first files of a dataset, as a sentence; nil without any.
  func sentence(_ index: Int, limit: Int) -> String? {
    guard let all = files[index], let words = words(index) else { return nil }
    let names = all.prefix(limit).map { PageText.clipped($0, limit: 200) }.joined(separator: ", ")
    let more = all.count > limit ? " and \(PageText.number(all.count - limit)) more" : ""
    return "\(words.prefix(1).uppercased())\(words.dropFirst()) (OBJ003): \(names)\(more)."
  }
}
