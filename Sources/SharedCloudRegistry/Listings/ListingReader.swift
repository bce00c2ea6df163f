internal import Formats

/// Reads a listing as its bytes come, and gives its entries as they end.
///
/// Memory does not grow with the listing. Nothing is skipped in silence: what can't be read is
/// counted, and the first of it listed with its line.
///
/// ```swift
/// var reader = ListingReader()
/// while let chunk = try await body.next() { take(reader.read(chunk.span)) }
/// take(reader.finish())
/// guard reader.summary.isComplete else { … }
/// ```
package struct ListingReader {
  private var format: ListingFormat?
  private var decoder: (any ListingDecoder)?
  private var output = ListingOutput()
  /// What came before the format was known.
  private var start: [UInt8] = []

  /// Begins.
  ///
  /// - Parameters:
  ///   - format: The format; nil to find out by the first bytes.
  ///   - takesDetails: Whether ETags and times of writing are wanted; leaving them out is faster.
  package init(format: ListingFormat? = nil, takesDetails: Bool = true) {
    self.format = format
    output.takesDetails = takesDetails
  }

  /// Begins with the columns of an inventory, whose manifest knows more.
  init(columns: ListingColumns, _ output: ListingOutput) {
    format = .csv
    decoder = CSVListingDecoder(columns: columns)
    self.output = output
  }

  /// What is known so far; complete when ``finish()`` was called.
  package var summary: ListingSummary { output.summary }

  /// What was gathered, to go on with in another file.
  var state: ListingOutput { output }

  /// Reads on.
  ///
  /// - Parameter bytes: What comes next; the entries it holds are kept in memory, so it must not
  ///   be large.
  /// - Returns: The entries that end in it.
  package mutating func read(_ bytes: Span<UInt8>) -> ListingBatch {
    guard decoder == nil else {
      decoder?.read(bytes, &output)
      return output.take()
    }
    unsafe bytes.withUnsafeBufferPointer { unsafe start.append(contentsOf: $0) }
    if start.count >= ListingFormat.neededBytes { begin() }
    return output.take()
  }

  /// Reads what is left at the end.
  ///
  /// - Returns: The last entries.
  package mutating func finish() -> ListingBatch {
    if decoder == nil { begin() }
    decoder?.finish(&output)
    return output.take()
  }

  /// Notes that what was read is not all, or not what it was.
  mutating func add(_ fault: String) { output.fault(.unreadable, line: 1, fault) }

  /// Finds out the format and reads what came so far.
  private mutating func begin() {
    let text = start.starts(with: [0xEF, 0xBB, 0xBF]) ? start.dropFirst(3) : start[...]
    let found = format ?? ListingFormat(beginning: text)
    output.summary.format = found
    var made = Self.decoder(found, text)
    if found == nil {
      output.fault(.unclear, line: 1, Self.refusal(of: text))
    }
    made.read(text.span, &output)
    decoder = made
    start = []
  }

  /// Why a text is not read that is in none of the formats.
  private static func refusal(of text: ArraySlice<UInt8>) -> String {
    if text.allSatisfy({ $0 <= 0x20 }) { return "it is empty" }
    return "it is in no format that is read (\(ListingFormat.names))"
  }

  private static func decoder(
    _ format: ListingFormat?, _ text: ArraySlice<UInt8>
  ) -> any ListingDecoder {
    switch format {
    case .snapshot: LinesDecoder(SnapshotDecoder())
    case .awsJSON, .rclone: JSONListingDecoder()
    case .awsText: LinesDecoder(AWSTextDecoder())
    case .find:
      // No path holds a NUL, but a line end it may.
      LinesDecoder(FindDecoder(endsWithNUL: text.prefix(ListingFormat.neededBytes).contains(0)))
    case .csv: CSVListingDecoder()
    case .page: LinesDecoder(IndexPageDecoder())
    case .inventory: ManifestDecoder()
    case nil: NoDecoder()
    }
  }
}

/// Reads nothing.
private struct NoDecoder: ListingDecoder {
  mutating func read(_ bytes: Span<UInt8>, _ output: inout ListingOutput) {}
  mutating func finish(_ output: inout ListingOutput) {}
}

/// Says that a manifest holds no objects itself; ``ListingFile`` reads the files it names.
private struct ManifestDecoder: ListingDecoder {
  mutating func read(_ bytes: Span<UInt8>, _ output: inout ListingOutput) {}

  mutating func finish(_ output: inout ListingOutput) {
    output.fault(
      .unreadable, line: 1, "the files that the manifest names can only be found beside a file")
  }
}
