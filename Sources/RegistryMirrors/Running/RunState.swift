internal import Formats
internal import Patterns
internal import SharedCloudRegistry

/// The state of a run in a file, by which it can be continued.
struct RunState {
  /// What an earlier run has finished.
  struct Finished {
    /// The last key that was judged.
    var key: [UInt8]
    /// What the listings said of all keys up to it; nil if the state is of an earlier version.
    var mark: ListingMark?
    var totals = MirrorTotals()
    var findings = FindingCollector()
    /// The reasons of unknown objects, with their numbers.
    var unknown: [String: Int] = [:]
    /// The number of drawn objects that are bad or could not be read.
    var failures = 0
    /// The keys of the objects whose rows need no finding of their own.
    var settledRows: [[UInt8]] = []
    /// Whether the run came to its end.
    var isDone = false

    /// Whether an object comes after all that is finished.
    func precedes(_ other: [UInt8]) -> Bool { key.lexicographicallyPrecedes(other) }
  }

  /// A place in the order of keys.
  struct Place {
    /// The key of the last object.
    var key: [UInt8]
    /// What the listings said of all keys up to it.
    var mark: ListingMark
  }

  /// The error of a state whose objects have changed since.
  static func changed(before key: [UInt8], in path: String?) -> MirrorError {
    MirrorError(
      .usage,
      saying: "--state \(path ?? ""): objects up to \(String(decoding: key, as: UTF8.self)) were "
        + "listed differently when it was written, so that what it finished is no longer known; "
        + "delete the file to start over")
  }

  /// What an earlier run has finished; nil if nothing.
  private(set) var finished: Finished?
  /// The looks of an earlier run at objects after the last one that it finished.
  private(set) var looks: [[UInt8]: LookLine] = [:]
  private let file: StateFile?
  private var last = ContinuousClock.now
  private var noted: [FindingCollector.Place: Int] = [:]
  /// The number of settled rows that are noted.
  private var settled = 0
  /// Whether nothing more counts as finished.
  private(set) var isHeld = false

  /// The time between two lines of state.
  private static let interval = Duration.seconds(2)

  /// Opens the state.
  ///
  /// - Parameters:
  ///   - path: The file; nil for no state.
  ///   - run: The run, whose settings must be those of the file.
  /// - Throws: ``MirrorError`` if the file belongs to another run.
  init(_ path: String?, of run: borrowing PairRun) throws(MirrorError) {
    guard let path else {
      file = nil
      return
    }
    let file = try StateFile(path)
    self.file = file
    let lines = try file.lines()
    let header = Self.header(run)
    guard let first = lines.first else {
      try file.append(header + [0x0A])
      try run.options.objects?.resume(0)
      return
    }
    guard first == header else {
      throw MirrorError(
        .usage,
        saying: "--state \(path) belongs to another run: \(Self.difference(first, to: header)); "
          + "give another file, or delete it")
    }
    let reading = try StateReading(lines.dropFirst(), named: path, limit: run.options.listedPerRule)
    finished = reading.finished
    looks = reading.looks
    noted = reading.finished?.findings.groups.mapValues(\.listed.count) ?? [:]
    settled = reading.finished?.settledRows.count ?? 0
    try run.options.objects?.resume(reading.position)
  }

  /// The line that names the run.
  private static func header(_ run: borrowing PairRun) -> [UInt8] {
    let options = run.options
    let scope = options.scope
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    return JSONWriter.write(
      [
        "format": "scregistry-mirror-state", "schemaVersion": 1,
        "source": .string(run.source.name), "mirror": .string(run.mirror.name),
        "map": texts(run.roots.map.pairs.map(\.text)),
        "datasets": texts(scope.datasets.map(\.text)),
        "start": .string(scope.start?.text ?? ""), "stop": .string(scope.stop?.text ?? ""),
        "include": texts(scope.include.map(\.text)), "exclude": texts(scope.exclude.map(\.text)),
        "largest": .number(scope.largest ?? -1), "require": .string(options.required.rawValue),
        "sample": .number(options.sample ?? 0), "seed": .number(options.seed),
        "sampleAdded": .number(options.mostAdded ?? -1),
        "sourceEvidence": texts(options.sourceEvidence),
        "mirrorEvidence": texts(options.mirrorEvidence),
        "objects": .bool(options.objects != nil),
      ], layout: .singleLine)
  }

  /// The first member in which two headers differ.
  private static func difference(_ one: [UInt8], to other: [UInt8]) -> String {
    do throws(SyntaxFault) {
      let (first, second) = (try JSONParser.parse(one).root, try JSONParser.parse(other).root)
      for member in second.members {
        let name = member.key.text
        let texts = [first[name], second[name]].map { node in
          node.map { String(decoding: JSONWriter.write($0, layout: .singleLine), as: UTF8.self) }
            ?? "nothing"
        }
        if texts[0] != texts[1] { return "its \(name) is \(texts[0]), not \(texts[1])" }
      }
    } catch {
      return "it is not a state of a verification"
    }
    return "it is not a state of a verification"
  }

  /// Notes what is finished before an object whose requests failed; nothing after it counts as
  /// finished.
  mutating func hold(at place: Place?, _ run: borrowing PairRun) throws(MirrorError) {
    guard file != nil, !isHeld else { return }
    try interrupt(at: place, run)
    isHeld = true
  }

  /// Whether it is time to note what is finished.
  var isDue: Bool { file != nil && ContinuousClock.now - last >= Self.interval }

  /// Notes that all keys up to one are finished, if some time has passed.
  mutating func note(_ place: Place?, of run: borrowing PairRun) throws(MirrorError) {
    guard isDue, !isHeld, let place else { return }
    try write(place, of: run, isDone: false)
  }

  /// Notes looks at objects after one that is not finished.
  func note(_ looks: [LookLine]) throws(MirrorError) {
    guard let file, !looks.isEmpty else { return }
    try file.append(looks.flatMap(\.bytes))
  }

  /// Notes what is finished, since the run ends before its time.
  mutating func interrupt(
    at place: Place?, _ run: borrowing PairRun
  ) throws(MirrorError) {
    guard file != nil, !isHeld, let place else { return }
    try write(place, of: run, isDone: false)
  }

  /// Notes the end.
  mutating func finish(_ run: borrowing PairRun) throws(MirrorError) {
    guard file != nil, !isHeld, finished?.isDone != true else { return }
    try write(nil, of: run, isDone: true)
  }

  private mutating func write(
    _ place: Place?, of run: borrowing PairRun, isDone: Bool
  ) throws(MirrorError) {
    last = ContinuousClock.now
    var writer = JSONWriter(layout: .singleLine)
    for key in run.settledRows.dropFirst(settled) {
      writer.write([StateReading.settledMember: .utf8(key)])
      writer.endLine()
    }
    settled = run.settledRows.count
    for (place, group) in run.indexes.findings.groups where place.isOfObjects {
      for finding in group.listed.dropFirst(noted[place, default: 0]) {
        writer.write(StateReading.value(finding))
        writer.endLine()
      }
      noted[place] = group.listed.count
    }
    let position = try run.options.objects?.position() ?? 0
    writer.write(StateReading.value(run, through: place, position: position, isDone: isDone))
    writer.endLine()
    try file?.append(writer.bytes)
  }
}
