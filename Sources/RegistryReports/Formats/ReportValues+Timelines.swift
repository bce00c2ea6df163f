internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// A timeline as a JSON value.
extension ReportValues {
  func timeline(_ timeline: Timeline) -> JSONValue {
    object([
      ("dataset", .string(timeline.dataset)), ("target", .string(timeline.target)),
      ("title", text(timeline.title)), ("rows", .number(timeline.rows)),
      ("bytes", .number(timeline.bytes)), ("first", text(timeline.first)),
      ("last", text(timeline.last)), ("future", timeline.future.map(future)),
      (
        "claimed",
        timeline.claimed.map { .array([.string($0.start), .string($0.stop)]) }
      ),
      ("bin", .string("P\(timeline.daysPerBin)D")),
      ("days", number(timeline.coveredDays)), ("gapCount", number(timeline.gapCount)),
      ("covered", spans(timeline.covered)), ("partly", present(timeline.partly)),
      ("gaps", spans(timeline.gaps)), ("unknown", present(timeline.unknown)),
      ("overlaps", present(timeline.overlaps)), ("absent", present(timeline.absent)),
      ("absentObjects", number(timeline.absentObjects)),
      ("cadence", timeline.cadence.map(cadence)),
      ("years", singleLines(timeline.years.map(year))),
      ("unread", unread(timeline.unread)),
      ("sizes", timeline.sizes.map(sizes)),
    ])
  }

  /// Spans as a JSON value; nil, which leaves the member out, without spans.
  private func present(_ spans: [Timeline.Span]) -> JSONValue? {
    guard !spans.isEmpty else { return nil }
    return self.spans(spans)
  }

  private func spans(_ spans: [Timeline.Span]) -> JSONValue {
    singleLine(.array(spans.map { .array([day($0.from), day($0.to)]) }))
  }

  private func future(_ future: Timeline.Future) -> JSONValue {
    singleLine(object([("rows", .number(future.rows)), ("last", .string(future.last))]))
  }

  private func year(_ year: Timeline.Year) -> JSONValue {
    object([
      ("year", number(year.year)), ("uri", .string(year.uri)), ("rows", .number(year.rows)),
      ("bytes", .number(year.bytes)),
    ])
  }

  private func cadence(_ cadence: Timeline.Cadence) -> JSONValue {
    singleLine(
      object([
        ("seconds", .number(cadence.seconds)), ("distances", .number(cadence.distances)),
        ("sameStarts", .number(cadence.sameStarts)),
      ]))
  }

  /// Files as a JSON value; nil, which leaves the member out, without files.
  private func unread(_ files: [Timeline.UnreadFile]) -> JSONValue? {
    guard !files.isEmpty else { return nil }
    return singleLines(
      files.map { file in
        object([
          ("year", number(file.year)), ("lastYear", number(file.lastYear)), ("uri", text(file.uri)),
          ("reason", .string(file.reason.rawValue)),
        ])
      })
  }

  private func sizes(_ sizes: Timeline.Sizes) -> JSONValue {
    func numbers(_ values: [Int]) -> JSONValue {
      singleLine(.array(values.map { .number($0) }))
    }
    return object([
      ("from", day(sizes.from)), ("bin", .string("P\(sizes.days)D")),
      ("files", numbers(sizes.files)), ("min", numbers(sizes.min)),
      ("median", numbers(sizes.median)), ("max", numbers(sizes.max)),
      ("unusual", unusual(of: sizes)),
    ])
  }

  private func unusual(of sizes: Timeline.Sizes) -> JSONValue? {
    guard sizes.unusualCount > 0 else { return nil }
    return object([
      ("count", .number(sizes.unusualCount)),
      ("files", singleLines(sizes.unusual.map { unusual($0) })),
    ])
  }

  private func unusual(_ file: Timeline.Sizes.UnusualFile) -> JSONValue {
    object([("start", .string(file.start)), ("bytes", .number(file.bytes))])
  }

  private func day(_ days: Int) -> JSONValue {
    .string(CalendarDate(daysSince1970: Int64(days)).description)
  }

  /// Otherwise each number would take a line.
  private func singleLine(_ value: JSONValue) -> JSONValue {
    .raw(JSONWriter.write(value, layout: .singleLine))
  }

  private func singleLines(_ values: [JSONValue]) -> JSONValue {
    .array(values.map(singleLine))
  }
}
