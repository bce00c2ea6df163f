internal import Formats

/// Reads a listing as its bytes arrive, and returns each entry when it is complete.
///
/// Memory does not grow with the listing. Nothing is skipped silently: entries that can't be read
/// are counted, and the first ones are reported with their lines.
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
  /// Whether it reads one of the files of an inventory.
  private var isPart = false
  /// The bytes before the format was known.
  private var start: [UInt8] = []

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - format: The format; nil to detect it by the first bytes.
  ///   - takesDetails: Whether ETags and modification times are needed; it is faster without.
  package init(format: ListingFormat? = nil, takesDetails: Bool = true) {
    self.format = format
    output.takesDetails = takesDetails
  }

  /// Starts with the columns of an inventory, which its manifest names.
  init(columns: ListingColumns, bucket: String?, _ output: ListingOutput) {
    format = .csv
    isPart = true
    decoder = CSVListingDecoder(columns: columns, bucket: bucket)
    self.output = output
  }

  /// The summary so far; complete after ``finish()``.
  package var summary: ListingSummary { output.summary }

  /// The state, to continue with another file.
  var state: ListingOutput { output }

  /// Reads more bytes.
  ///
  /// - Parameter bytes: The next bytes; their entries are kept in memory, so there must not be too
  ///   many.
  /// - Returns: The entries that end in these bytes.
  package mutating func read(_ bytes: Span<UInt8>) -> ListingBatch {
    guard decoder == nil else {
      decoder?.read(bytes, into: &output)
      return output.take()
    }
    start.append(bytes)
    if start.count >= ListingFormat.neededBytes { begin() }
    return output.take()
  }

  /// Reads the rest at the end.
  ///
  /// - Returns: The last entries.
  package mutating func finish() -> ListingBatch {
    if decoder == nil { begin() }
    decoder?.finish(&output)
    if !isPart { output.noteAddresses() }
    return output.take()
  }

  /// Notes that the bytes read are incomplete or damaged.
  mutating func add(_ fault: String) { output.fault(.unreadable, line: 1, message: fault) }

  /// Detects the format and reads the bytes so far.
  private mutating func begin() {
    let text = start.starts(with: [0xEF, 0xBB, 0xBF]) ? start.dropFirst(3) : start[...]
    let found = format ?? ListingFormat(beginning: text)
    output.summary.format = found
    var made = Self.decoder(found, for: text)
    if found == nil {
      output.fault(.unclear, line: 1, message: Self.refusal(of: text))
    }
    made.read(text.span, into: &output)
    decoder = made
    start = []
  }

  /// Why a listing of an unknown format is refused.
  private static func refusal(of text: ArraySlice<UInt8>) -> String {
    if text.allSatisfy({ $0 <= 0x20 }) { return "it is empty" }
    if ParquetFooter.isORC(firstBytes: text) { return InventoryManifest.orcAdvice }
    return
      "it has none of the supported formats (\(ListingFormat.names)); a list of names alone has no "
      + "sizes: use find DIR -type f -printf '%s\\t%T@\\t%P\\n'"
  }

  private static func decoder(
    _ format: ListingFormat?, for text: ArraySlice<UInt8>
  ) -> any ListingDecoder {
    switch format {
    case .snapshot: LinesDecoder(SnapshotDecoder())
    case .awsJSON, .rclone: JSONListingDecoder()
    case .awsText: LinesDecoder(AWSTextDecoder())
    case .find:
      // A path can't contain NUL, but it can contain a line end.
      LinesDecoder(FindDecoder(endsWithNUL: text.prefix(ListingFormat.neededBytes).contains(0)))
    case .csv: CSVListingDecoder()
    case .page: LinesDecoder(IndexPageDecoder())
    case .inventory: FileDecoder("the manifest names other files; pass its path")
    case .parquet: FileDecoder("the Parquet file is damaged, or not read as a file; pass its path")
    case nil: NoDecoder()
    }
  }
}

/// Reads nothing.
private struct NoDecoder: ListingDecoder {
  mutating func read(_ bytes: Span<UInt8>, into output: inout ListingOutput) {}
  mutating func finish(_ output: inout ListingOutput) {}
}

/// Reports that a listing can't be read from its start to its end; ``ListingFile`` can.
private struct FileDecoder: ListingDecoder {
  private let message: String

  init(_ message: String) { self.message = message }

  mutating func read(_ bytes: Span<UInt8>, into output: inout ListingOutput) {}

  mutating func finish(_ output: inout ListingOutput) {
    output.fault(.unreadable, line: 1, message: message)
  }
}
