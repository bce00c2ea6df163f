internal import ObjectStorage

/// Compares the bytes of a file with the size and checksum in its index.
///
/// Spec: SCR 1.1 §4.2, the columns `checksum` and `checksum_algorithm`.
struct ContentCheck {
  private let record: FileRecord
  /// The size that the file must have; nil for any.
  private let size: Int?
  /// How the bytes came, for messages.
  private let origin: String
  private var count = 0
  private let digest: RunningDigest?

  /// Begins with no bytes.
  ///
  /// - Parameters:
  ///   - record: The file.
  ///   - origin: How its bytes are made from those that are stored, for messages.
  ///   - acceptsAnySize: Whether the file may differ from the index; a checksum is then compared
  ///     only if the size is right.
  init(_ record: FileRecord, origin: String = "", acceptsAnySize: Bool = false) {
    self.record = record
    self.origin = origin
    size = acceptsAnySize ? nil : record.filesize
    digest = Self.kind(of: record).map(RunningDigest.init)
  }

  private static func kind(of record: FileRecord) -> RunningDigest.Kind? {
    guard record.checksum?.isEmpty == false else { return nil }
    return record.checksumAlgorithm.flatMap { RunningDigest.Kind(name: $0) }
  }

  /// Whether there is a size or checksum with which to compare.
  static func hasEvidence(_ record: FileRecord) -> Bool {
    record.filesize != nil || kind(of: record) != nil
  }

  /// Takes more bytes.
  mutating func add(_ bytes: [UInt8]) throws(ReadingError) {
    count += bytes.count
    digest?.add(bytes.span)
    // No need to wait for the rest of a file that is already too long.
    if let size, count > size { throw difference("more than \(size) bytes", "\(size) bytes") }
  }

  /// Compares after all bytes have arrived.
  func finish() throws(ReadingError) {
    if let size, count != size { throw difference("\(count) bytes", "\(size) bytes") }
    guard let digest, let expected = record.checksum?.lowercased() else { return }
    // The checksum of a file that was replaced is that of its predecessor.
    if size == nil, let listed = record.filesize, listed != count { return }
    let found = digest.finish()
    if found != expected { throw difference("the checksum \(found)", expected) }
  }

  private func difference(_ found: String, _ expected: String) -> ReadingError {
    ReadingError(
      .differs, address: record.datakey,
      detail: "it has \(found)\(origin), but the index has \(expected)")
  }
}

extension RunningDigest.Kind {
  /// Finds a kind by its name, such as `SHA-256` or `md5`; nil if it is not supported.
  init?(name: String) {
    switch name.lowercased().filter({ $0 != "-" && $0 != "_" }) {
    case "sha256": self = .sha256
    case "sha512": self = .sha512
    case "sha1": self = .sha1
    case "md5": self = .md5
    default: return nil
    }
  }
}
