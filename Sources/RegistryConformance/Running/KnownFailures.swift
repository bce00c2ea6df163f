internal import Formats
public import RegistryReports
internal import SharedCloudRegistry

/// The cases that an implementation is known to fail.
public struct KnownFailures: Sendable, Hashable {
  /// A case and its known failure.
  public struct Entry: Sendable, Hashable {
    /// The id of the case.
    public var id: String
    /// The grade that is not reached; nil if any failure is a known one.
    public var grade: Grade?
    /// Where it is reported, or the word `unreported`.
    public var issue: String
    /// What goes wrong.
    public var reason: String
  }

  /// An entry that does not match the results.
  public struct Misfit: Sendable, Hashable {
    /// The id of the case.
    public var id: String
    /// What happened instead, in one line.
    public var detail: String
  }

  /// The entries, in the order of the file.
  public let entries: [Entry]
  private let byID: [String: Entry]

  /// Makes an empty list.
  public init() {
    entries = []
    byID = [:]
  }

  /// Reads a list.
  ///
  /// - Parameters:
  ///   - bytes: The list, in JSON.
  ///   - name: The file, for messages.
  /// - Throws: `UnusableFile` with the place of the first fault.
  public init(reading bytes: [UInt8], name: String) throws(UnusableFile) {
    let root = try SuiteFormats.knownFailures.root(of: bytes, name: name)
    entries =
      root["failures"]?.elements.map { node in
        Entry(
          id: node["case"]?.text ?? "", grade: node["grade"].flatMap { Grade(name: $0.text) },
          issue: node["issue"]?.text ?? "", reason: node["reason"]?.text ?? "")
      } ?? []
    byID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    guard byID.count == entries.count else {
      throw UnusableFile(name, "a case appears twice")
    }
  }

  /// The entry of a case; nil if it has no known failure.
  subscript(id: String) -> Entry? { byID[id] }

  /// Finds the entries that do not match the results.
  ///
  /// - Parameters:
  ///   - results: The results of the cases that ran.
  ///   - suite: The suite.
  ///   - filter: The selected cases; entries for others are ignored.
  /// - Returns: The entries, in the order of the file.
  func misfits(_ results: [CaseResult], suite: Suite, filter: CaseFilter) -> [Misfit] {
    let outcomes = Dictionary(results.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    return entries.compactMap { entry in
      guard let one = suite[entry.id] else {
        return Misfit(id: entry.id, detail: "the suite has no such case")
      }
      guard filter.fits(one) else { return nil }
      return outcomes[entry.id].map { Self.misfit(entry, result: $0) }
        ?? Misfit(id: entry.id, detail: "the implementation does not claim this case")
    }
  }

  private static func misfit(_ entry: Entry, result: CaseResult) -> Misfit? {
    switch result.outcome {
    case .passed: return Misfit(id: entry.id, detail: "it is known to fail, but passes")
    case .skipped: return Misfit(id: entry.id, detail: "it is known to fail, but was skipped")
    case .failed, .errored: return nil
    }
  }
}
