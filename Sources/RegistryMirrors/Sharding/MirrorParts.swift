internal import Formats
internal import ObjectStorage
package import RegistryValidation

/// The parts of a plan, read line by line and sorted by key; they are never all in memory.
package final class MirrorParts {
  private let plan: MirrorPlan
  private let sorters: [RecordSorter]
  private var tallies: [Int: Tally] = [:]

  /// What a part says about the looks of an item.
  private struct Tally {
    var looks: Int
    var sha256: String
    var part: String
  }

  /// Begins with no part.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - version: The version of this program.
  /// - Throws: ``ShardError`` if another version made the plan.
  package init(of plan: MirrorPlan, version: String) throws(ShardError) {
    try plan.requireOwn(version)
    self.plan = plan
    sorters = plan.mirrors.map { _ in RecordSorter() }
  }

  /// Reads one part.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``ShardError`` if it is not a complete part of the plan, or contradicts another.
  package func read(_ path: String) async throws(ShardError) {
    var lines = try await FileLines.open(path)
    var reading = Reading(name: path)
    while let line = try lines.next() {
      reading.number += 1
      let content = try Self.content(of: line, reading)
      try take(content, line: line, into: &reading)
    }
    guard reading.hasHeader else { throw ShardError(.unusable, Self.foreign(path)) }
    guard reading.isComplete else {
      throw ShardError(.missing, "\(path): the part is truncated; its shard has to run again")
    }
    for (item, tally) in reading.tallies {
      if let other = tallies[item] {
        guard other.looks == tally.looks, other.sha256 == tally.sha256 else {
          throw ShardError(
            .differs,
            "\(path) and \(other.part) differ in the item \(item); run it again and merge only "
              + "the new part")
        }
        continue
      }
      tallies[item] = tally
    }
  }

  /// The state of the reading of a part.
  private struct Reading {
    let name: String
    var number = 0
    var items: Set<Int> = []
    var tallies: [Int: Tally] = [:]
    var looks = 0
    var hasHeader = false
    var isComplete = false
    let digest = RunningDigest(.sha256)

    init(name: String) { self.name = name }
  }

  private static func foreign(_ path: String) -> String {
    "\(path): it is not a part of a plan for mirrors; make it with scregistry mirror verify --plan "
      + "PLAN --shard N/M -o ndjson=FILE"
  }

  /// The content of a line.
  private enum Content {
    case header(FactsObject)
    case look(LookLine)
    case item(Int, Tally)
    case end(looks: Int, sha256: String)
  }

  private static func content(
    of line: ArraySlice<UInt8>, _ reading: Reading
  ) throws(ShardError) -> Content {
    guard reading.hasHeader || line.starts(with: #"{"type":"part""#.utf8) else {
      throw ShardError(.unusable, foreign(reading.name))
    }
    do throws(FactsFault) {
      if line.starts(with: LookLine.start) { return .look(try LookLine(parsing: Array(line))) }
      let object = try FactsObject(parsing: Array(line))
      switch try object.text("type") {
      case "part": return .header(object)
      case "item":
        let tally = Tally(
          looks: try object.count("looks"), sha256: try object.text("sha256"), part: reading.name)
        return .item(Int(try object.text("item")) ?? 0, tally)
      case "end": return .end(looks: try object.count("looks"), sha256: try object.text("sha256"))
      case let type: throw FactsFault("there is no type \(type)")
      }
    } catch {
      throw ShardError(.unusable, "\(reading.name):\(reading.number): \(error.detail)")
    }
  }

  private func take(
    _ content: Content, line: ArraySlice<UInt8>, into reading: inout Reading
  ) throws(ShardError) {
    let place = "\(reading.name):\(reading.number)"
    guard !reading.isComplete else {
      throw ShardError(.unusable, "\(place): a line follows the end")
    }
    switch content {
    case .header(let object):
      guard !reading.hasHeader else {
        throw ShardError(.unusable, "\(place): the part has two headers")
      }
      reading.items = try items(of: object, reading.name)
      reading.hasHeader = true
    case .look(let look):
      guard reading.items.contains(look.item) else {
        throw ShardError(.unusable, "\(place): the part does not have the item \(look.item)")
      }
      reading.looks += 1
      try add(look, line: line)
    case .item(let item, let tally): reading.tallies[item] = tally
    case .end(let looks, let sha256):
      guard looks == reading.looks, sha256 == reading.digest.finish(),
        Set(reading.tallies.keys) == reading.items
      else {
        throw ShardError(
          .unusable,
          "\(place): the part is damaged: its checksum or its number of looks is wrong; its shard "
            + "has to run again")
      }
      reading.isComplete = true
      return
    }
    reading.digest.add(line.span)
  }

  /// The items of a part.
  ///
  /// - Throws: ``ShardError`` if the part was made in another way than the plan.
  private func items(of object: FactsObject, _ name: String) throws(ShardError) -> Set<Int> {
    do throws(FactsFault) {
      guard try object.optionalText("for") == "mirror" else {
        throw FactsFault("it is a part of a validation, and the plan is for a mirror")
      }
      let version = try object.text("version")
      guard version == plan.version else {
        throw FactsFault("it was made by scregistry \(version), the plan by \(plan.version)")
      }
      guard try object.text("rules") == plan.rules else {
        throw FactsFault("it was made with other rules than the plan")
      }
      guard try object.text("plan") == plan.digest else {
        throw FactsFault("it was made from another plan")
      }
      return Set(try object.texts("items").compactMap { Int($0) })
    } catch {
      throw ShardError(.differs, "\(name): \(error.detail)")
    }
  }

  private func add(_ look: LookLine, line: ArraySlice<UInt8>) throws(ShardError) {
    let none: [UInt8] = []
    do throws(StoreError) {
      try sorters[plan.mirror(ofItem: look.item)].add(
        RecordBatch.Record(), key: look.key.span, etag: none.span, note: line.span)
    } catch {
      throw ShardError(.unread, "\(error)")
    }
  }

  /// Ends the parts.
  ///
  /// - Returns: The looks, also if items are missing.
  /// - Throws: ``ShardError`` if the temporary file can't be written.
  func finish() throws(ShardError) -> RecordedLooks {
    do throws(StoreError) {
      var streams: [SortedRecords] = []
      for sorter in sorters { streams.append(try sorter.finish()) }
      return RecordedLooks(plan: plan, streams: streams, items: Set(tallies.keys))
    } catch {
      throw ShardError(.unread, "\(error)")
    }
  }
}
