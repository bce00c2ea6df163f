internal import Formats
public import RegistryValidation

/// How the coverage of one dataset differs between two reports.
public struct CoverageChange: Sendable, Hashable {
  /// The id of the dataset.
  public var dataset: String
  /// The target that has it, in the later report if it is there.
  public var target: String
  /// The rows in the earlier report; nil if it does not have the dataset.
  public var oldRows: Int?
  /// The rows in the later report; nil if it does not have the dataset.
  public var newRows: Int?
  /// The days that only the later report shows as covered.
  public var gained: [Timeline.Span] = []
  /// The days that only the earlier report shows as covered, although the later run knows them.
  public var lost: [Timeline.Span] = []
  /// The days that the earlier report shows as covered and of which the later run knows nothing.
  public var unknown: [Timeline.Span] = []

  /// Compares two timelines of a dataset; nil if both show the same rows and days.
  ///
  /// Shorter gaps than the longer of their bins do not count, since one of them does not show them.
  init?(from old: Timeline?, to new: Timeline?) {
    guard let any = new ?? old else { return nil }
    (dataset, target) = (any.dataset, any.target)
    (oldRows, newRows) = (old?.rows, new?.rows)
    let bin = Swift.max(old?.daysPerBin ?? 1, new?.daysPerBin ?? 1)
    let (before, after) = (Self.days(old, bin: bin), Self.days(new, bin: bin))
    gained = after.subtracting(before)
    let gone = before.subtracting(after)
    lost = gone.subtracting(new?.unknown ?? [])
    unknown = gone.subtracting(lost)
    guard oldRows != newRows || !(gained + gone).isEmpty else { return nil }
  }

  /// The days that a timeline shows as covered, to whole bins.
  private static func days(_ timeline: Timeline?, bin: Int) -> [Timeline.Span] {
    guard let covered = timeline?.covered, bin > 1 else { return timeline?.covered ?? [] }
    let bins = covered.map { span in
      Timeline.Span(
        from: span.from.flooredToMultiple(of: bin), to: -(-span.to).flooredToMultiple(of: bin))
    }
    let ends = (covered.first?.from ?? 0, covered.last?.to ?? 0)
    return bins.joined.map { .init(from: Swift.max($0.from, ends.0), to: Swift.min($0.to, ends.1)) }
  }

  /// The changes between two reports, by dataset; none if one of them has no timelines.
  static func all(from old: Report, to new: Report) -> [CoverageChange] {
    guard !old.timelines.isEmpty, !new.timelines.isEmpty else { return [] }
    var counts: [ExactText: Int] = [:]
    for report in [old, new] {
      let own = Dictionary(report.timelines.map { (ExactText($0.dataset), 1) }, uniquingKeysWith: +)
      counts.merge(own, uniquingKeysWith: Swift.max)
    }
    // A copy in another directory is the same registry, unless a report has several of them.
    func key(_ timeline: Timeline) -> ExactText {
      let dataset = ExactText(timeline.dataset)
      return counts[dataset] == 1
        ? dataset : ExactText(timeline.dataset + "\u{0}" + timeline.target)
    }
    func byKey(_ report: Report) -> [ExactText: Timeline] {
      Dictionary(
        report.timelines.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
    }
    let (before, after) = (byKey(old), byKey(new))
    return Set(before.keys).union(after.keys).sorted().compactMap {
      CoverageChange(from: before[$0], to: after[$0])
    }
  }
}

extension CoverageChange {
  /// The largest number of spans of each kind that are told.
  private static let toldSpans = 5

  /// The change in words: `10 rows more, 60 days more covered: 2012-01-01 to 2012-02-29`.
  var text: String {
    var parts: [String] = []
    switch (oldRows, newRows) {
    case (nil, let rows?): parts.append("new, \(PageText.count(rows, of: "row"))")
    case (let rows?, nil): parts.append("gone, with \(PageText.count(rows, of: "row"))")
    case (let old?, let new?) where new != old:
      parts.append(
        PageText.count(abs(new - old), of: "row") + (new > old ? " more" : " fewer")
          + " (\(PageText.number(new)))")
    default: break
    }
    parts += [
      Self.words(gained, "covered now"), Self.words(lost, "no longer covered"),
      Self.words(unknown, "no longer known"),
    ].compactMap(\.self)
    return parts.joined(separator: "; ")
  }

  private static func words(_ spans: [Timeline.Span], _ what: String) -> String? {
    guard !spans.isEmpty else { return nil }
    let days = spans.reduce(0) { $0 + $1.to - $1.from }
    let told = spans.longest(toldSpans).sorted { $0.from < $1.from }.map { span in
      span.to - span.from == 1
        ? TimeAxis.text(span.from) : "\(TimeAxis.text(span.from)) to \(TimeAxis.text(span.to - 1))"
    }
    let more = spans.count > told.count ? " and \(spans.count - told.count) shorter" : ""
    return "\(PageText.count(days, of: "day")) \(what): \(told.joined(separator: ", "))\(more)"
  }

  /// The change as a JSON value.
  var value: JSONValue {
    func spans(_ spans: [Timeline.Span]) -> JSONValue? {
      guard !spans.isEmpty else { return nil }
      return .array(
        spans.map { .array([.string(TimeAxis.text($0.from)), .string(TimeAxis.text($0.to))]) })
    }
    return .present([
      ("dataset", .string(dataset)), ("target", .string(target)),
      ("oldRows", oldRows.map { .number($0) }), ("newRows", newRows.map { .number($0) }),
      ("gained", spans(gained)), ("lost", spans(lost)), ("unknown", spans(unknown)),
    ])
  }
}

extension Int {
  /// The greatest multiple of a positive number that is not greater.
  fileprivate func flooredToMultiple(of number: Int) -> Int {
    let rest = self % number
    return rest < 0 ? self - rest - number : self - rest
  }
}
