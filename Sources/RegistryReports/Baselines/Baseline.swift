package import Formats
public import RegistryValidation

/// The findings that a provider knows and has not fixed yet.
///
/// Only findings that are not in the baseline make a validation fail. Entries name the rule, the
/// file by its key, and the finding by its fingerprint, never a line.
public struct Baseline: Sendable, Hashable {
  /// One or more known findings.
  public typealias Entry = BaselineEntry

  /// The name of the file, for messages.
  public var name: String
  /// The entries, in order.
  public private(set) var entries: [Entry]
  /// The line of each entry in the file.
  private(set) var lines: [Int]
  /// A digest of the content of the file.
  let digest: String

  /// The default name of the file.
  public static let fileName = "scregistry-baseline.json"

  /// The maximum number of entries per rule and file with a fingerprint; more are only counted.
  public static let entriesPerRule = 1000

  /// Makes an empty baseline.
  ///
  /// - Parameter name: The name of the file.
  public init(name: String) { self.init(name: name, entries: []) }

  /// Makes a baseline of entries, as if it had been written and read again.
  ///
  /// - Parameters:
  ///   - name: The name of the file.
  ///   - entries: The entries in any order; of equal ones, the largest count wins.
  init(name: String, entries: [Entry]) {
    var largest: ExactDictionary<Entry> = [:]
    for entry in entries where entry.count > largest[entry.identity]?.count ?? 0 {
      largest[entry.identity] = entry
    }
    self.name = name
    self.entries = largest.map(\.value).sorted(by: Entry.isBefore)
    lines = self.entries.indices.map { $0 + Self.firstLine }
    digest = Self.digest(of: self.entries, lines)
  }

  /// Makes a baseline of entries with their lines.
  init(name: String, placed: [(entry: Entry, line: Int)]) {
    var largest: ExactDictionary<(entry: Entry, line: Int)> = [:]
    for (entry, line) in placed where entry.count > largest[entry.identity]?.entry.count ?? 0 {
      largest[entry.identity] = (entry, line)
    }
    let sorted = largest.map(\.value).sorted { Entry.isBefore($0.entry, $1.entry) }
    self.name = name
    entries = sorted.map(\.entry)
    lines = sorted.map(\.line)
    digest = Self.digest(of: entries, lines)
  }

  private static func digest(of entries: [Entry], _ lines: [Int]) -> String {
    var hash = StableHash()
    for (entry, line) in zip(entries, lines) {
      hash.add(entry.identity)
      hash.add("\(entry.count) \(line)")
    }
    return hash.text
  }
}

extension Baseline {
  /// How many findings more than usual must be listed so that known ones do not hide new ones: by
  /// key of the file, then by rule.
  package var extraListings: ExactDictionary<[String: Int]> {
    var extra: ExactDictionary<[String: Int]> = [:]
    for entry in entries where entry.fingerprint != nil {
      extra[entry.key, default: [:]][entry.rule, default: 0] += Swift.min(
        entry.count, Self.entriesPerRule)
    }
    return extra
  }
}
