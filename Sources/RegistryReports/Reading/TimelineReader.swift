internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// Reads a timeline of a report.
struct TimelineReader {
  let members: MemberReader

  /// Reads one timeline.
  ///
  /// - Throws: ``MemberFault`` at the first value that is missing or can't be one.
  func timeline(_ node: Node) throws(MemberFault) -> Timeline {
    var timeline = Timeline(
      dataset: try members.text(node, at: "dataset"), target: try members.text(node, at: "target"),
      title: try members.optionalText(node, at: "title"),
      rows: try members.number(node, at: "rows") ?? 0,
      bytes: try members.number(node, at: "bytes") ?? 0, daysPerBin: try days(node, at: "bin"),
      covered: try spans(node, at: "covered"),
      overlaps: try spans(node, at: "overlaps"), years: [])
    timeline.partly = try spans(node, at: "partly")
    timeline.gaps = try spans(node, at: "gaps")
    timeline.unknown = try spans(node, at: "unknown")
    timeline.unread = try unread(node)
    timeline.absent = try spans(node, at: "absent")
    timeline.absentObjects = try members.number(node, at: "absentObjects")
    if let cadence = node["cadence"] {
      timeline.cadence = .init(
        seconds: try members.number(cadence, at: "seconds") ?? 0,
        distances: try members.number(cadence, at: "distances") ?? 0,
        sameStarts: try members.number(cadence, at: "sameStarts") ?? 0)
    }
    timeline.coveredDays = try members.number(node, at: "days")
    timeline.gapCount = try members.number(node, at: "gapCount")
    timeline.first = try members.optionalText(node, at: "first")
    timeline.last = try members.optionalText(node, at: "last")
    if let future = node["future"] {
      timeline.future = .init(
        rows: try members.number(future, at: "rows") ?? 0,
        last: try members.text(future, at: "last"))
    }
    if let claimed = node["claimed"] {
      let texts = try pair(claimed, called: "claimed")
      timeline.claimed = .init(start: texts.0, stop: texts.1)
    }
    for year in node["years"]?.elements.map(\.self) ?? [] {
      timeline.years.append(
        .init(
          year: try members.number(year, at: "year"), uri: try members.text(year, at: "uri"),
          rows: try members.number(year, at: "rows") ?? 0,
          bytes: try members.number(year, at: "bytes") ?? 0))
    }
    if let node = node["sizes"] { timeline.sizes = try sizes(node) }
    return timeline
  }

  private func unread(_ node: Node) throws(MemberFault) -> [Timeline.UnreadFile] {
    var files: [Timeline.UnreadFile] = []
    for file in node["unread"]?.elements.map(\.self) ?? [] {
      let text = try members.text(file, at: "reason")
      guard let reason = Timeline.UnreadFile.Reason(rawValue: text) else {
        throw MemberFault(file, "reason is neither missing nor unreadable: \(text)")
      }
      files.append(
        .init(
          year: try members.number(file, at: "year"),
          lastYear: try members.number(file, at: "lastYear"),
          uri: try members.optionalText(file, at: "uri"), reason: reason))
    }
    return files
  }

  private func spans(_ node: Node, at key: String) throws(MemberFault) -> [Timeline.Span] {
    var spans: [Timeline.Span] = []
    for node in node[key]?.elements.map(\.self) ?? [] {
      let (from, to) = try pair(node, called: key)
      let span = Timeline.Span(from: try day(from, at: node), to: try day(to, at: node))
      guard span.from < span.to, spans.last.map({ $0.to < span.from }) ?? true else {
        throw MemberFault(node, "\(key) has spans that are not in order")
      }
      spans.append(span)
    }
    return spans
  }

  private func sizes(_ node: Node) throws(MemberFault) -> Timeline.Sizes {
    var sizes = Timeline.Sizes(
      from: try day(try members.text(node, at: "from"), at: node), days: try days(node, at: "bin"),
      files: try numbers(node, at: "files"),
      min: try numbers(node, at: "min"), median: try numbers(node, at: "median"),
      max: try numbers(node, at: "max"))
    let counts = [sizes.min, sizes.median, sizes.max].map(\.count)
    guard counts.allSatisfy({ $0 == sizes.files.count }), sizes.files.count <= 1500 else {
      throw MemberFault(node, "files, min, median and max of sizes have different lengths")
    }
    if let unusual = node["unusual"] {
      sizes.unusualCount = try members.number(unusual, at: "count") ?? 0
      for file in unusual["files"]?.elements.map(\.self) ?? [] {
        sizes.unusual.append(
          .init(
            start: try members.text(file, at: "start"),
            bytes: try members.number(file, at: "bytes") ?? 0))
      }
    }
    return sizes
  }

  private func numbers(_ node: Node, at key: String) throws(MemberFault) -> [Int] {
    var numbers: [Int] = []
    for value in node[key]?.elements.map(\.self) ?? [] {
      numbers.append(try members.number(value, called: key))
    }
    return numbers
  }

  private func pair(
    _ node: Node, called name: String
  ) throws(MemberFault) -> (String, String) {
    let texts = node.elements.compactMap(\.string)
    guard texts.count == 2, node.elements.map(\.self).count == 2 else {
      throw MemberFault(node, "\(name) has a value that is not a pair of strings")
    }
    return (texts[0], texts[1])
  }

  /// Reads a day as the number of days since 1970-01-01.
  private func day(_ text: String, at node: Node) throws(MemberFault) -> Int {
    do throws(SCRTimeError) {
      if text.utf8.count == 10 {
        return Int(try SCRTime(parsing: text + "T00:00:00Z").seconds) / 86400
      }
    } catch {
      // The error below says the same in fewer words.
    }
    throw MemberFault(node, "\(text) is not a day such as 2015-09-01")
  }

  /// Reads a duration of whole days: `P1D`.
  private func days(_ node: Node, at key: String) throws(MemberFault) -> Int {
    let text = try members.text(node, at: key)
    guard text.hasPrefix("P"), text.hasSuffix("D"), let days = Int(text.dropFirst().dropLast()),
      (1...1 << 24).contains(days)
    else { throw MemberFault(node, "\(key) is not a number of days such as P1D: \(text)") }
    return days
  }
}
