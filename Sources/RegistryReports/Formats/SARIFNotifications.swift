internal import Formats
internal import RegistryValidation

/// The inputs that a run could not check, and the results that it omits.
struct SARIFNotifications {
  private struct Notification {
    var id: String
    var level: String
    var text: String
    var uri: String?
  }

  private let lookup: SourceLookup
  private let all: [Notification]

  init(
    lookup: SourceLookup, part: SARIFReport.Part, outcomes: [Coverage.RuleOutcome],
    cut: [String: Int], limit: Int
  ) {
    self.lookup = lookup
    all =
      Self.ofCut(cut, limit: limit) + Self.ofJoining(part)
      + part.notices.map { notice in
        let place = notice.uri.map { TextStyle.harmless($0) + ": " } ?? ""
        return Notification(
          id: notice.code, level: "warning", text: place + TextStyle.harmless(notice.message),
          uri: notice.uri)
      } + Self.ofOutcomes(outcomes)
  }

  /// The notifications.
  var values: [JSONValue] {
    all.map { notification in
      .present([
        ("descriptor", ["id": .string(notification.id)]), ("level", .string(notification.level)),
        ("message", SARIFText.message(notification.text)),
        (
          "locations",
          notification.uri.map { [SARIFText.location(of: Location(uri: $0, key: $0), lookup)] }
        ),
      ])
    }
  }

  /// The meanings of the notification ids.
  var descriptors: [JSONValue] {
    Set(all.map(\.id)).sorted().map { id in
      ["id": .string(id), "shortDescription": ["text": .string(Self.meaning(of: id))]]
    }
  }

  private static func meaning(of id: String) -> String {
    switch id {
    case "buckets-joined": "There are more buckets than the maximum number of runs in a file"
    case "not-evaluated": "Rules could not check all of their input"
    case "results-cut": "The list of results is truncated"
    case _ where id.hasPrefix("NET"): "Something could not be read"
    case _ where id.hasPrefix("INT"): "A limit of scregistry was reached"
    default: "Something could not be done"
    }
  }

  private static func ofCut(_ cut: [String: Int], limit: Int) -> [Notification] {
    guard !cut.isEmpty else { return [] }
    let total = cut.values.reduce(0, +)
    let parts = cut.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return [
      Notification(
        id: "results-cut", level: "warning",
        text: "\(limit) of \(limit + total) results are listed, the most serious first; "
          + "omitted: " + parts.joined(separator: ", "))
    ]
  }

  private static func ofJoining(_ part: SARIFReport.Part) -> [Notification] {
    guard let joined = part.joined else { return [] }
    return [
      Notification(
        id: "buckets-joined", level: "warning",
        text: "\(joined) buckets share this run, since a file has at most "
          + "\(SARIFReport.mostRuns) runs; check fewer buckets at a time to tell them apart")
    ]
  }

  /// One notification for each reason, with the rules that were not evaluated.
  private static func ofOutcomes(_ outcomes: [Coverage.RuleOutcome]) -> [Notification] {
    var rules: [String: [String]] = [:]
    for outcome in outcomes {
      // A rule with findings may still not have checked everything.
      guard [.notEvaluated, .fail].contains(outcome.outcome), let reason = outcome.reason else {
        continue
      }
      rules[reason, default: []].append(outcome.rule)
    }
    return rules.sorted { $0.key < $1.key }.map { reason, rules in
      Notification(
        id: "not-evaluated", level: "warning",
        text: "not evaluated on all of its input: \(rules.joined(separator: ", ")) "
          + "because \(TextStyle.harmless(reason))")
    }
  }
}
