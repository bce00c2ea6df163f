internal import ObjectStorage

/// The index files of a query that could not be read.
///
/// The rows of the other index files are given nevertheless, unless every further request would
/// fail, too.
struct UnreadFiles {
  /// The first error; nil if every file was read.
  private(set) var first: ReadingError?
  /// Whether no other file is worth a request.
  private(set) var endsReading = false
  /// How many files in a row the server did not deliver.
  private var undelivered = 0

  /// A server that delivers neither of so many files in a row delivers the next one neither.
  private static let mostUndelivered = 2

  /// Notes a file that was delivered, or that does not exist.
  mutating func noteDelivery() { undelivered = 0 }

  /// Notes an error.
  mutating func add(_ error: ReadingError) {
    first = first ?? error
    switch error.storage {
    case .cancelled, .badCredentials, .clockSkew: endsReading = true
    case .unavailable:
      undelivered += 1
      endsReading = endsReading || undelivered >= Self.mostUndelivered
    default: undelivered = 0
    }
  }
}
