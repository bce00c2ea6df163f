internal import Formats
internal import SharedCloudRegistry

/// The summary of an index file as a value.
extension IndexSummary {
  /// The summary as a value; a tie of precisions has to be settled or kept elsewhere.
  var facts: JSONValue {
    var members = FactsMembers()
    members.add("rows", count: rows)
    let times: [(String, SCRTime?)] = [
      ("firstStart", firstStart), ("earliestStart", earliestStart), ("lastStart", lastStart),
      ("lastStop", lastStop), ("latestStop", latestStop), ("latestInFuture", latestInFuture),
    ]
    for (name, time) in times {
      if let time { members.add(name, always: time.facts) }
    }
    members.add("coversNextYear", flag: coversNextYear)
    members.add("coversLaterYear", flag: coversLaterYear)
    members.add("rowsWithoutStop", count: rowsWithoutStop)
    members.add("skippedLines", count: skippedLines)
    members.add("unreadableStarts", count: unreadableStarts)
    members.add("unreadableStops", count: unreadableStops)
    members.add("rowOverWholeYear", rowOverWholeYear)
    members.add("timeLength", timeLength)
    members.add("mendedTimeLength", mendedTimeLength)
    if let unknownBucket {
      members.add(
        "unknownBucket",
        always: [
          "prefix": .string(unknownBucket.prefix), "reason": .string(unknownBucket.reason),
        ])
    }
    if !bucket.isEmpty { members.add("bucket", bucket) }
    members.add("obstacle", obstacle)
    if let layout {
      members.add(
        "layout",
        list: [layout.columnCount, layout.stop ?? -1, layout.datakey, layout.filesize]
          .map { .number($0) })
    }
    members.add("plausible", flag: isPlausible)
    members.add(
      "keyOrder",
      list: [keyOrder.ascending, keyOrder.descending, keyOrder.others].map { .number($0) })
    if !firstKey.isEmpty { members.add("firstKey", always: FactsBytes.value(firstKey)) }
    if !lastKey.isEmpty { members.add("lastKey", always: FactsBytes.value(lastKey)) }
    members.add("bytes", count: bytes)
    members.add("groupStarts", list: groupStarts.map { .number($0) })
    members.add("bins", always: bins.facts)
    return members.value
  }

  /// Reads a summary.
  ///
  /// - Throws: ``FactsFault`` at the first value that is missing or can't be one.
  init(facts object: FactsObject) throws(FactsFault) {
    rows = try object.count("rows")
    firstStart = try SCRTime(facts: object, "firstStart")
    earliestStart = try SCRTime(facts: object, "earliestStart")
    lastStart = try SCRTime(facts: object, "lastStart")
    lastStop = try SCRTime(facts: object, "lastStop")
    latestStop = try SCRTime(facts: object, "latestStop")
    latestInFuture = try SCRTime(facts: object, "latestInFuture")
    coversNextYear = object.flag("coversNextYear")
    coversLaterYear = object.flag("coversLaterYear")
    rowsWithoutStop = try object.count("rowsWithoutStop")
    skippedLines = try object.count("skippedLines")
    unreadableStarts = try object.count("unreadableStarts")
    unreadableStops = try object.count("unreadableStops")
    rowOverWholeYear = try object.optionalNumber("rowOverWholeYear")
    timeLength = try object.optionalNumber("timeLength")
    mendedTimeLength = try object.optionalNumber("mendedTimeLength")
    if let unknown = try object.object("unknownBucket") {
      unknownBucket = (try unknown.text("prefix"), try unknown.text("reason"))
    }
    bucket = try object.optionalText("bucket") ?? ""
    obstacle = try object.optionalText("obstacle")
    let columns = try object.numbers("layout")
    if !columns.isEmpty {
      guard columns.count == 4 else { throw FactsFault("layout is not of four numbers") }
      layout = IndexLayout(
        columnCount: columns[0], stop: columns[1] < 0 ? nil : columns[1], datakey: columns[2],
        filesize: columns[3])
    }
    isPlausible = object.flag("plausible")
    let steps = try object.numbers("keyOrder")
    guard steps.count == 3 else { throw FactsFault("keyOrder is not of three numbers") }
    keyOrder = KeyOrder(ascending: steps[0], descending: steps[1], others: steps[2])
    firstKey = try FactsBytes.read(object.value("firstKey"))
    lastKey = try FactsBytes.read(object.value("lastKey"))
    bytes = try object.count("bytes")
    groupStarts = try object.numbers("groupStarts")
    guard let bins = try object.object("bins") else { throw FactsFault("bins is missing") }
    self.bins = try TimeBins(facts: bins)
  }
}

extension TimeBins {
  fileprivate var facts: JSONValue {
    var members = FactsMembers()
    if !covered.spans.isEmpty { members.add("covered", always: covered.facts) }
    if !overlapped.spans.isEmpty { members.add("overlapped", always: overlapped.facts) }
    members.add("sizes", list: sizesByBin.map { $0.counts.facts(bin: $0.bin) })
    members.add("sameStarts", count: distances.same)
    members.add(
      "distances",
      list: distances.nonEmptySteps.flatMap {
        [.number($0.step), .number($0.count), .number($0.sum)]
      })
    for (name, time) in [("first", first), ("last", last)] {
      if let time { members.add(name, always: time.facts) }
    }
    if future.rows > 0 { members.add("future", always: future.facts) }
    return members.value
  }

  fileprivate init(facts object: FactsObject) throws(FactsFault) {
    let numbers = try object.numbers("distances")
    guard numbers.count % 3 == 0 else { throw FactsFault("distances is not of three numbers each") }
    let steps = stride(from: 0, to: numbers.count, by: 3).map {
      (step: numbers[$0], count: numbers[$0 + 1], sum: numbers[$0 + 2])
    }
    self.init(
      covered: try DaySpans(facts: object, "covered"),
      overlapped: try DaySpans(facts: object, "overlapped"),
      sizes: try object.objects("sizes").map { part throws(FactsFault) in
        (bin: try part.number("bin"), counts: try SizeCounts(facts: part))
      }, distances: DistanceBins(steps: steps, same: try object.count("sameStarts")),
      ends: (try SCRTime(facts: object, "first"), try SCRTime(facts: object, "last")),
      future: try object.object("future").map { part throws(FactsFault) in
        try FutureRows(facts: part)
      } ?? FutureRows())
  }
}

extension FutureRows {
  fileprivate var facts: JSONValue {
    var members = FactsMembers()
    members.add("rows", count: rows)
    members.add("bytes", count: bytes)
    if let last { members.add("last", always: last.facts) }
    members.add("days", always: days.facts)
    return members.value
  }

  fileprivate init(facts object: FactsObject) throws(FactsFault) {
    self.init(
      rows: try object.count("rows"), bytes: try object.count("bytes"),
      last: try SCRTime(facts: object, "last"), days: try DaySpans(facts: object, "days"))
  }
}

extension DaySpans {
  fileprivate var facts: JSONValue {
    [
      "unit": .number(daysPerUnit),
      "days": .array(
        spans.flatMap { [.number($0.lowerBound), .number($0.upperBound - $0.lowerBound)] }),
    ]
  }

  fileprivate init(facts object: FactsObject, _ key: String) throws(FactsFault) {
    guard let part = try object.object(key) else {
      self.init()
      return
    }
    let (unit, days) = (try part.number("unit"), try part.numbers("days"))
    guard unit > 0, unit & (unit - 1) == 0, days.count % 2 == 0 else {
      throw FactsFault("\(key) is not a set of days")
    }
    var spans: [Range<Int>] = []
    for index in stride(from: 0, to: days.count, by: 2) {
      guard days[index + 1] >= 0 else { throw FactsFault("\(key) has a span of less than a day") }
      spans.append(days[index]..<days[index] + days[index + 1])
    }
    self.init(spans: spans, daysPerUnit: unit)
  }
}

extension SizeCounts {
  fileprivate func facts(bin: Int) -> JSONValue {
    [
      "bin": .number(bin), "bytes": .number(bytes), "least": .number(least.size),
      "leastStart": .number(least.start), "greatest": .number(greatest.size),
      "greatestStart": .number(greatest.start),
      "steps": .array(steps.flatMap { [.number($0.step), .number($0.files)] }),
    ]
  }

  fileprivate init(facts object: FactsObject) throws(FactsFault) {
    let numbers = try object.numbers("steps")
    guard numbers.count % 2 == 0 else { throw FactsFault("steps is not of pairs") }
    var steps: [(step: Int, files: UInt32)] = []
    for index in stride(from: 0, to: numbers.count, by: 2) {
      guard let count = UInt32(exactly: numbers[index + 1]) else {
        throw FactsFault("steps has a count that is too large")
      }
      steps.append((numbers[index], count))
    }
    self.init(
      steps: steps, bytes: try object.number("bytes"),
      least: .init(size: try object.number("least"), start: try object.number("leastStart")),
      greatest: .init(
        size: try object.number("greatest"), start: try object.number("greatestStart")))
  }
}
