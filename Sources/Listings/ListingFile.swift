internal import Formats
package import ObjectStorage
internal import Synchronization

/// A listing in a file, with the files that it names.
package struct ListingFile: Sendable {
  /// Where it is.
  private enum Place: Sendable {
    case path(String)
    /// Standard input, which can be read only once.
    case standardInput(OneReading)
  }

  private let place: Place
  private let format: ListingFormat?
  /// The path, as shown to people.
  package let name: String

  /// Creates a listing.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - format: Its format; nil to detect it by the content.
  package init(path: String, format: ListingFormat? = nil) {
    place = .path(path)
    self.format = format
    name = path
  }

  /// Creates a listing that comes from standard input.
  ///
  /// - Parameter format: Its format; nil to detect it by the content.
  package init(standardInput format: ListingFormat?) {
    place = .standardInput(OneReading())
    self.format = format
    name = "<stdin>"
  }

  /// The path of the file; `-` for standard input.
  var path: String { if case .path(let path) = place { path } else { "-" } }

  /// Opens the file.
  func open() throws(StoreError) -> SequentialFile {
    switch place {
    case .path(let path): return try SequentialFile(path: path)
    case .standardInput(let reading):
      try reading.begin()
      return SequentialFile(standardInput: "standard input")
    }
  }

  /// The approximate size in bytes; 0 if it is not known.
  package var expectedSize: Int {
    guard case .path(let path) = place else { return 0 }
    return (try? SequentialFile(path: path))?.expectedSize ?? 0
  }

  /// The address that its keys belong to, if its first bytes have it.
  package var target: String? {
    guard let source = try? ListingSource(open()), let start = try? source.start() else {
      return nil
    }
    if ListingFormat(beginning: start[...]) == .inventory {
      let text = try? open().all(limit: InventoryManifest.largestSize)
      let manifest = text.flatMap { try? InventoryManifest($0) }
      return manifest?.bucket.map { "s3://\($0)/" }
    }
    var reader = ListingReader(format: format)
    _ = reader.read(start.span)
    _ = reader.finish()
    return reader.summary.target.flatMap { ObjectAddress($0) == nil ? nil : $0 }
  }

  /// Reads it from start to end.
  ///
  /// - Parameters:
  ///   - takesDetails: Whether ETags and modification times are needed.
  ///   - take: Called with entries, in the order of the listing.
  ///   - progress: Called with the number of bytes of each read.
  /// - Returns: The summary, such as whether it is complete.
  /// - Throws: ``StoreError`` when the file can't be read, or what `take` throws.
  package func read(
    takesDetails: Bool = true, take: (ListingBatch) throws(StoreError) -> Void,
    progress: (Int) -> Void = { _ in }
  ) throws(StoreError) -> ListingSummary {
    let source = ListingSource(try open())
    let start = try source.start()
    let found = format ?? ListingFormat(beginning: start[...])
    if found == .inventory { return try readInventory(takesDetails, progress, take) }
    if found == .parquet {
      var output = ListingOutput()
      output.takesDetails = takesDetails
      output.summary.format = .parquet
      let object = try LocalObject(keeping: source, name: name)
      try ParquetListing(object).read(into: &output, progress, take)
      return output.summary
    }
    var reader = ListingReader(format: format, takesDetails: takesDetails)
    try reader.readAll(source, progress, take)
    return reader.summary
  }
}

extension ListingReader {
  /// Reads a source to its end.
  mutating func readAll(
    _ source: ListingSource, _ progress: (Int) -> Void,
    _ take: (ListingBatch) throws(StoreError) -> Void
  ) throws(StoreError) {
    while let chunk = try source.next() {
      progress(chunk.count)
      let entries = read(chunk.span)
      if !entries.isEmpty { try take(entries) }
    }
    let last = finish()
    if let fault = source.fault { add(fault) }
    if !last.isEmpty { try take(last) }
  }
}

/// Lets a file be read once.
private final class OneReading: Sendable {
  private let hasBegun = Atomic(false)

  /// Begins to read.
  func begin() throws(StoreError) {
    guard !hasBegun.exchange(true, ordering: .relaxed) else {
      throw StoreError(
        .unavailable, address: "standard input", detail: "it can be read only once")
    }
  }
}
