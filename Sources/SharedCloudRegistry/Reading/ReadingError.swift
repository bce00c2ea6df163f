internal import Formats
public import ObjectStorage

/// Why a registry could not be read.
///
/// A fault of a single entry or row is not an error: see ``ReadingFault``.
public struct ReadingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of error that callers can act on.
  public enum Code: String, Sendable, Hashable {
    /// Something could not be read; ``ReadingError/storage`` says why.
    case storage
    /// A document has the wrong form.
    case malformed
    /// The catalog says that its bucket is not available (status 1400).
    case unavailable
    /// There is no dataset, or no bucket, with that name.
    case notFound
    /// There are several datasets, or buckets, with that name.
    case ambiguous
    /// The format is not supported.
    case unsupported
    /// An index file is unsorted and has too many rows to sort.
    case disordered
    /// The size or checksum differs from the expected one.
    case differs
    /// Something could not be written.
    case notWritten
    /// The file system has no room left.
    case noRoom
  }
  /// The kind of error.
  public let code: Code
  /// The address of the object.
  public let address: String
  /// The problem, on one line.
  public let detail: String
  /// The error code of the storage; nil if the storage did not fail.
  public let storage: StoreError.Code?

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of error.
  ///   - address: The address of the object.
  ///   - detail: The problem, on one line.
  public init(_ code: Code, address: String, detail: String) {
    self.code = code
    self.address = address
    self.detail = detail
    storage = nil
  }

  /// Creates an error from an error of the storage.
  ///
  /// - Parameter error: The error of the storage.
  public init(_ error: StoreError) {
    code = .storage
    address = error.address
    detail = error.detail
    storage = error.code
  }

  /// The address and the problem.
  public var description: String {
    Redaction.of(address.isEmpty ? detail : "\(address): \(detail)")
  }
}

/// A fault that was skipped, or repaired by its probable meaning.
public struct ReadingFault: Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// An entry of a catalog or registry that can't be read; it is skipped.
    case entry
    /// Two entries with the same id.
    case repeatedID = "repeated-id"
    /// An entry without a valid time; the dataset is kept.
    case time
    /// A year of the dataset has no index file.
    case missingIndex = "missing-index"
    /// An index file that must exist is missing, or one that may exist can't be read.
    case unreadIndex = "unread-index"
    /// A catalog that can't be read.
    case unreadCatalog = "unread-catalog"
    /// A second index file of a year, in another format; it is not read.
    case secondIndex = "second-index"
    /// An index file in an unsupported format; it is skipped.
    case unsupportedIndex = "unsupported-index"
    /// An index file compressed in a way that the spec does not define; it is read.
    case compression
    /// A row that can't be read; it is skipped.
    case row
    /// A field of a row that can't be read; the row is kept without it.
    case field
    /// A column, or a part of its values, that rows can't have; the rows are kept without it.
    case column
    /// A line too long for a row; it is skipped.
    case longLine = "long-line"
    /// Unsorted rows, which are sorted, or stops before their starts.
    case disorder
  }
  /// The kind of fault.
  public var kind: Kind
  /// Whether a file could not be read, so that its rows or entries are missing.
  public var isUnread: Bool {
    switch kind {
    case .unreadIndex, .unreadCatalog, .unsupportedIndex: true
    default: false
    }
  }
  /// The file.
  public var address: String
  /// The line of the first, counted from 1; nil if there is no line.
  public var line: Int?
  /// The row of the first in a Parquet file, counted from 1; nil in other files.
  public var row: Int?
  /// The row group of that row, counted from 1.
  public var rowGroup: Int?
  /// How often it occurs in the file.
  public var count: Int
  /// A description of the first, on one line.
  public var detail: String
  /// The year whose index file is missing; nil for other faults.
  package var missingYear: Int?
  /// What may be an absence of no importance; nil for other faults.
  package var doubt: Doubt?
  /// The address of the index file that is read instead; nil for other faults.
  package var otherIndex: String?

  /// Index files of which it is not known whether they exist.
  package enum Doubt: Sendable, Hashable {
    /// Those of some years in a row.
    case years(ClosedRange<Int>)
    /// The only one that the dataset needs, whatever its year.
    case any
  }

  /// Creates a fault.
  ///
  /// - Parameters:
  ///   - kind: The kind of fault.
  ///   - address: The file.
  ///   - line: The line of the first, counted from 1.
  ///   - count: How often it occurs in the file.
  ///   - detail: A description of the first, on one line.
  public init(
    _ kind: Kind, address: String, line: Int? = nil, count: Int = 1, detail: String
  ) {
    self.kind = kind
    self.address = address
    self.line = line
    self.count = count
    self.detail = detail
  }

  /// The place and the fault.
  public var description: String {
    var place = line.map { "\(address):\($0)" } ?? address
    if let row {
      place += ", row \(row.grouped)" + (rowGroup.map { " (row group \($0))" } ?? "")
    }
    return Redaction.of("\(place): \(detail)") + (count > 1 ? " (\(count) times)" : "")
  }
}
