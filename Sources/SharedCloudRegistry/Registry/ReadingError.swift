/// Why a question to a registry has no answer.
///
/// What is wrong with single entries or rows is no error: see ``ReadingFault``.
public struct ReadingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, in kinds that callers can act on.
  public enum Code: String, Sendable, Hashable {
    /// Something could not be read; ``ReadingError/storage`` says why.
    case storage
    /// A document is not what it should be.
    case malformed
    /// The catalog says that its bucket is not available (status 1400).
    case unavailable
    /// There is no dataset, or no bucket, of that name.
    case notFound
    /// There are several datasets, or buckets, of that name.
    case ambiguous
    /// It is kept in a form that is not read.
    case unsupported
    /// The rows of an index file are too many and too far out of order to be put in order.
    case disordered
    /// What was read has another size or checksum than it should have.
    case differs
    /// Something could not be written.
    case notWritten
  }
  /// The kind of failure.
  public let code: Code
  /// The address of what the question was about.
  public let address: String
  /// What the trouble is, in one line.
  public let detail: String
  /// What the storage said; nil where it has no part in it.
  public let storage: StoreError.Code?

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - code: The kind of failure.
  ///   - address: The address of what the question was about.
  ///   - detail: What the trouble is, in one line.
  public init(_ code: Code, address: String, detail: String) {
    self.code = code
    self.address = address
    self.detail = detail
    storage = nil
  }

  /// Makes an error of what a storage said.
  ///
  /// - Parameter error: What it said.
  public init(_ error: StoreError) {
    code = .storage
    address = error.address
    detail = error.detail
    storage = error.code
  }

  /// The address and what the trouble is.
  public var description: String { "\(address): \(detail)" }
}

/// Something wrong that was left out of an answer, or read in the way it was probably meant.
public struct ReadingFault: Sendable, Hashable, CustomStringConvertible {
  /// What sorts of fault there are.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// An entry of a catalog or registry that can't be read; it is left out.
    case entry
    /// Two entries of one id.
    case repeatedID = "repeated-id"
    /// An entry without a time, or with one that is none; the dataset is there.
    case time
    /// A year within the dataset's time has no index file.
    case missingIndex = "missing-index"
    /// An index file in a form that is not read; it is left out.
    case unsupportedIndex = "unsupported-index"
    /// An index file compressed in a way that the spec does not have; it is read.
    case compression
    /// A row that can't be read; it is left out.
    case row
    /// A field of a row that can't be read; the row is there without it.
    case field
    /// A line so long that it can be no row; it is left out.
    case longLine = "long-line"
    /// Rows out of order; they are put in order.
    case disorder
  }
  /// The sort of fault.
  public var kind: Kind
  /// The file.
  public var address: String
  /// The line of the first, counted from 1; nil where there is none.
  public var line: Int?
  /// How often it occurs in the file.
  public var count: Int
  /// What is wrong with the first, in one line.
  public var detail: String

  /// Describes a fault.
  ///
  /// - Parameters:
  ///   - kind: The sort of fault.
  ///   - address: The file.
  ///   - line: The line of the first, counted from 1.
  ///   - count: How often it occurs in the file.
  ///   - detail: What is wrong with the first, in one line.
  public init(
    _ kind: Kind, address: String, line: Int? = nil, count: Int = 1, detail: String
  ) {
    self.kind = kind
    self.address = address
    self.line = line
    self.count = count
    self.detail = detail
  }

  /// The place and what is wrong there.
  public var description: String {
    let place = line.map { "\(address):\($0)" } ?? address
    return "\(place): \(detail)" + (count > 1 ? " (\(count) times)" : "")
  }
}
