internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// A proposed mission file, and what it does not explain.
package struct MissionProposal {
  /// The mission file.
  package private(set) var text = ""
  /// The number of templates.
  package var templateCount: Int { datasets.count }
  /// The number of objects that no template explains.
  package private(set) var unexplainedCount = 0

  /// Whether templates explain nine tenths of all objects, and of every directory with at least
  /// two others, and the rest are few enough to be named.
  package var isExplained: Bool {
    let explained = datasets.reduce(0) { $0 + $1.dataset.keys.count * $1.step }
    guard explained > 0, explained >= 9 * unexplainedCount, canIgnoreRest else { return false }
    let known = counts(of: datasets.flatMap { each in each.dataset.keys.map { ($0, each.step) } })
    return counts(of: unexplained).allSatisfy { $1 < 2 || (known[$0] ?? 0) >= 9 * $1 }
  }

  /// Whether the proposal can name all other keys as ignored, so that a test accepts it.
  private var canIgnoreRest: Bool {
    unexplainedCount <= Self.ignoredLimit && unexplained.allSatisfy { $0.step == 1 }
      && (left[.unusable] ?? 0) == 0 && (left[.outside] ?? 0) == 0
  }

  /// The maximum number of keys that a proposal says to ignore.
  private static let ignoredLimit = 1000

  var datasets: [(dataset: ProposedDataset, step: Int)] = []
  /// Objects without a template: some keys, and why.
  var unexplained: [(key: [UInt8], step: Int)] = []
  /// Templates that are not proposed, and why.
  var refused: [String] = []
  /// The numbers of files that only accompany others, by the ends of their names.
  private var companions: [String: Int] = [:]
  private let left: [LeftOut: Int]
  private let endpoint: String

  /// Compares keys.
  ///
  /// - Parameters:
  ///   - groups: The keys, by skeleton.
  ///   - left: The numbers of skipped objects.
  ///   - endpoint: The address of the bucket.
  ///   - thisYear: The present year.
  init(_ groups: [KeySample], left: [LeftOut: Int], endpoint: String, thisYear: Int) {
    self.left = left
    self.endpoint = endpoint
    let companions = CompanionFiles.suffixes(of: groups)
    for (number, suffix) in companions {
      let text = String(decoding: suffix, as: UTF8.self)
      self.companions[text, default: 0] += groups[number].count
    }
    for (number, sample) in groups.enumerated() where companions[number] == nil {
      let explanation = GroupExplanation(
        NameGroup(sample.keys, checksum: sample.checksum, thisYear: thisYear))
      datasets += explanation.datasets.map { ($0, sample.step) }
      unexplained += explanation.unexplained.map { ($0, sample.step) }
      refused += explanation.reasons
    }
    refuseHalfDays()
    refuseLetters()
    refuseScarce()
    refuseContradicted()
    datasets.sort { one, other in
      one.dataset.keys.count * one.step == other.dataset.keys.count * other.step
        ? one.dataset.template < other.dataset.template
        : one.dataset.keys.count * one.step > other.dataset.keys.count * other.step
    }
    unexplained.sort { $0.key.lexicographicallyPrecedes($1.key) }
    unexplainedCount = unexplained.reduce(0) { $0 + $1.step }
    text = written(datasets, ignoring: isExplained ? unexplained.map(\.key) : [])
  }
}

// MARK: - Text

extension MissionProposal {
  /// The mission file.
  ///
  /// - Parameters:
  ///   - datasets: Its datasets.
  ///   - ignored: The few keys that no template explains, which it says to ignore.
  /// - Returns: Its text.
  func written(
    _ datasets: [(dataset: ProposedDataset, step: Int)], ignoring ignored: [[UInt8]] = []
  ) -> String {
    let digits = datasets.map(\.dataset.fractionDigits).max() ?? 0
    var writer = MissionText(
      [
        "Proposed from the names of the files. Check ids and stops, fill in the placeholders,",
        "and test it with",
        "scregistry mission test mission.yml SOURCE",
      ], endpoint: endpoint,
      precision: digits == 0 ? nil : digits <= 3 ? "millisecond" : "microsecond")
    var ids: Set<String> = []
    for (dataset, step) in datasets {
      let id = Self.id(of: dataset, into: &ids)
      var comments = ["\((dataset.keys.count * step).counted("file"))"]
      if step > 1 { comments[0] += ", of which \(dataset.keys.count) were compared" }
      comments += dataset.keys.prefix(3).map { "such as " + String(decoding: $0, as: UTF8.self) }
      if let remark = dataset.stop.remark { comments.append(remark) }
      comments += dataset.assumptions
      if dataset.earlierVersions > 0 {
        comments.append(
          "\(dataset.earlierVersions.counted("file")) with an earlier version than another one, "
            + "which is published instead")
      }
      if dataset.sharedStarts > 0 {
        comments.append(
          "\(dataset.sharedStarts.counted("file")) with the start of another one: the names tell "
            + "them apart, but not their times")
      }
      writer.add(
        .init(
          comments: comments,
          members: [
            ("id", id), ("title", Placeholder.text("a title for \(id)")),
            ("match", dataset.template),
          ] + dataset.stop.members))
    }
    if datasets.isEmpty { writer.addNothing() }
    writer.add(comments: refused.sorted())
    if datasets.isEmpty, unexplainedCount > 0 { writer.add(comments: Self.adviceWithoutTimes) }
    if unexplainedCount > 0 {
      writer.add(
        comments: ["not explained: \(unexplainedCount.counted("object"))"]
          + unexplained.prefix(10).map { "such as " + String(decoding: $0.key, as: UTF8.self) })
    }
    let beside = companions.sorted { $0.key < $1.key }
    writer.add(
      comments: beside.map {
        "\($0.value.counted("file")) beside files of the same name: *\($0.key)"
      })
    if !ignored.isEmpty || !beside.isEmpty {
      writer.add(comments: ["Without these lines, mission test and generate name the files."])
      writer.add(
        ignored: ignored.map { String(decoding: $0, as: UTF8.self) },
        endings: beside.map(\.key))
    }
    for cause in LeftOut.allCases {
      if let count = left[cause] {
        writer.add(comments: ["skipped: \(count) \(cause.rawValue)"])
      }
    }
    return writer.text
  }

  /// What to do if no name tells a time that templates can read.
  private static let adviceWithoutTimes = [
    "If templates can't read a time in the names, take it from a listing with such columns:",
    "replace datasets: [] by members such as",
    "- {id: ID, title: TITLE, match: \"DIRECTORY/*\", start: {column: time}, stop: {column: stop}}",
  ]

  /// An id that no other dataset has.
  private static func id(of dataset: ProposedDataset, into taken: inout Set<String>) -> String {
    var short = dataset.shortName
    // A letter that marks the start is no part of the id.
    if let mark = short.suffix(2).first, mark == "_" || mark == "-", short.count > 2 {
      short.removeLast(2)
    }
    var names = [short, dataset.longName]
    // Letters between the elements of a time, such as T and Z, name nothing.
    if names.allSatisfy({ name in Self.id(of: name).allSatisfy { "TZ_-".contains($0) } }) {
      names.insert(dataset.folderName, at: 0)
    }
    for name in names {
      let id = Self.id(of: name)
      if !id.isEmpty, taken.insert(id).inserted { return id }
    }
    let id = Self.id(of: names[0])
    var number = 2
    while true {
      let numbered = "\(id.isEmpty ? "dataset" : id)_part\(number)"
      if taken.insert(numbered).inserted { return numbered }
      number += 1
    }
  }

  /// An id made from a part of a name.
  private static func id(of name: String) -> String {
    var id = ""
    for character in name {
      let isKept =
        character.isASCII && (character.isLetter || character.isNumber || character == "-")
      if isKept { id.append(character) } else if !id.hasSuffix("_") { id.append("_") }
    }
    while let last = id.last, last == "_" || last == "-" { id.removeLast() }
    while let first = id.first, first == "_" || first == "-" { id.removeFirst() }
    return id
  }
}
