internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry
internal import Synchronization

/// The parts of a plan, read line by line; only places of facts stay in memory.
package struct ShardParts: ~Copyable {
  private let plan: ShardPlan
  private let numbers: [String: Int]
  private var spool: SpoolWriter
  private var found: [Found?]
  /// How the parts were made; nil before the first one.
  private var making: Making?

  /// Where the facts of an item are.
  private struct Found {
    var range: Range<Int>
    var mark: String
    var part: String
  }

  /// How parts were made.
  private struct Making {
    var part: String
    var now: Int?
    var listed: Int
  }

  /// Begins with no part.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - version: The version of this program.
  /// - Returns: No parts yet.
  /// - Throws: ``ShardError`` if another version made the plan, or if there is no temporary file.
  package static func begin(
    of plan: ShardPlan, version: String
  ) throws(ShardError) -> ShardParts {
    try plan.requireOwn(version)
    return ShardParts(plan, spool: try newSpool())
  }

  private init(_ plan: ShardPlan, spool: consuming SpoolWriter) {
    self.plan = plan
    numbers = Dictionary(
      plan.items.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    found = [Found?](repeating: nil, count: plan.items.count)
    self.spool = spool
  }

  private static func newSpool() throws(ShardError) -> SpoolWriter {
    do throws(FileError) {
      return try SpoolWriter()
    } catch {
      throw ShardError(.unread, "\(error.path): \(error.detail)")
    }
  }

  /// Reads one part.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``ShardError`` if it is not a part of the plan, or contradicts another.
  package mutating func read(_ path: String) async throws(ShardError) {
    let name = path
    var lines = try await FileLines.open(path)
    var hasHeader = false
    var announced = 0
    var count = 0
    var isAtEnd = false
    while let line = try lines.next() {
      guard !isAtEnd else { throw ShardError(.unusable, "\(name): a line follows the summary") }
      if line.starts(with: #"{"type":"part""#.utf8) {
        guard !hasHeader else { throw ShardError(.unusable, "\(name): it has two part lines") }
        announced = try readHeader(line, of: name)
        hasHeader = true
      } else if line.starts(with: #"{"type":"facts""#.utf8) {
        guard hasHeader else { break }
        try readFacts(line, of: name)
        count += 1
      } else if line.starts(with: #"{"type":"summary""#.utf8) {
        isAtEnd = true
      }
    }
    guard hasHeader else {
      throw ShardError(
        .unusable,
        "\(name): it is not a part of a plan; make it with scregistry validate --plan PLAN --shard "
          + "N/M -o ndjson=FILE")
    }
    guard isAtEnd, count == announced else {
      throw ShardError(
        .missing, "\(name): the part is truncated; its shard has to run again")
    }
  }

  /// What a part says about its making.
  private struct PartHeader {
    var version: String
    var rules: String
    var plan: String
    var making: Making
    var items: Int

    init(_ line: ArraySlice<UInt8>, of name: String) throws(FactsFault) {
      let object = try FactsObject(parsing: Array(line))
      version = try object.text("version")
      rules = try object.text("rules")
      plan = try object.text("plan")
      items = try object.number("items")
      making = Making(
        part: name, now: try object.optionalNumber("now"),
        listed: try object.number("maxPerRule"))
    }
  }

  private mutating func readHeader(
    _ line: ArraySlice<UInt8>, of name: String
  ) throws(ShardError) -> Int {
    let header: PartHeader
    do throws(FactsFault) {
      header = try PartHeader(line, of: name)
    } catch {
      throw ShardError(.unusable, "\(name): \(error.detail)")
    }
    let first = making ?? header.making
    making = first
    if let difference = difference(of: header, first) { throw ShardError(.differs, difference) }
    return header.items
  }

  /// How the making of a part differs from that of the plan or of the first part.
  private func difference(of part: PartHeader, _ first: Making) -> String? {
    let name = part.making.part
    guard part.version == plan.version else {
      return "\(name) was made by scregistry \(part.version), the plan by \(plan.version)"
    }
    guard part.rules == plan.rules else {
      return "\(name) was made with other rules than the plan"
    }
    guard part.plan == plan.digest else { return "\(name) was made from another plan" }
    guard part.making.now == first.now else {
      return "\(name) and \(first.part) differ in the present time; pass --deterministic to "
        + "scregistry plan, or to all shards, or to none"
    }
    guard part.making.listed == first.listed else {
      return "\(name) lists \(part.making.listed) findings per rule and file, \(first.part) "
        + "\(first.listed)"
    }
    return nil
  }

  private mutating func readFacts(
    _ line: ArraySlice<UInt8>, of name: String
  ) throws(ShardError) {
    let id = try Self.item(of: line, name)
    guard let number = numbers[id] else {
      throw ShardError(.differs, "\(name): the plan has no item \(id)")
    }
    let mark = ContentMark.of(Array(line))
    if let other = found[number] {
      guard other.mark == mark else {
        throw ShardError(
          .differs,
          "\(name) and \(other.part) differ in the item \(id), \(plan.items[number].uri); run it "
            + "again and merge only the new part")
      }
      return
    }
    let start = spool.count
    spool.append(line.span)
    do throws(FileError) {
      try spool.flushIfFull()
    } catch {
      throw ShardError(.unread, "\(error.path): \(error.detail)")
    }
    found[number] = Found(range: start..<spool.count, mark: mark, part: name)
  }

  /// The id in a line of facts, without parsing all of it.
  private static func item(
    of line: ArraySlice<UInt8>, _ name: String
  ) throws(ShardError) -> String {
    let start = #"{"type":"facts","item":""#.utf8
    guard line.starts(with: start) else {
      throw ShardError(.unusable, "\(name): a line of facts names no item")
    }
    let rest = line.dropFirst(start.count)
    return String(decoding: rest.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }

  /// Ends the parts.
  ///
  /// - Returns: The facts of all items.
  /// - Throws: ``ShardError`` if items are missing.
  package consuming func finish() throws(ShardError) -> ShardFacts {
    let missing = plan.items.indices.filter { found[$0] == nil }
    if let first = missing.first {
      let shards = Set(missing.map { plan.items[$0].shard }).sorted()
      let list = shards.prefix(20).map { "\($0)/\(plan.shards)" }.joined(separator: ", ")
      let more = shards.count > 20 ? " and others" : ""
      let items = missing.count == 1 ? "1 item has" : "\(missing.count) items have"
      throw ShardError(
        .missing,
        "\(items) no part, such as \(plan.items[first].uri); in the plan, the missing shards are "
          + "\(list)\(more)")
    }
    let ranges = found.compactMap { $0?.range }
    let now = making?.now
    let whole = plan
    do throws(FileError) {
      return ShardFacts(
        plan: whole, file: try spool.finish().file, ranges: ranges, now: now)
    } catch {
      throw ShardError(.unread, "\(error.path): \(error.detail)")
    }
  }
}
