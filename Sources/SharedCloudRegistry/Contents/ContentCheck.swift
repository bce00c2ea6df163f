/// Compares the bytes of a file with the size and checksum in its index.
///
/// Spec: SCR 1.1 §4.2, the columns `checksum` and `checksum_algorithm`.
struct ContentCheck {
  private let record: FileRecord
  private var count = 0
  private let digest: RunningDigest?

  /// Begins with no bytes.
  ///
  /// - Parameter record: The file.
  init(_ record: FileRecord) {
    self.record = record
    let kind = record.checksumAlgorithm.flatMap { RunningDigest.Kind(name: $0) }
    let isKnown = record.checksum?.isEmpty == false
    digest = isKnown ? kind.flatMap { try? RunningDigest($0) } : nil
  }

  /// Takes more bytes.
  mutating func add(_ bytes: [UInt8]) throws(ReadingError) {
    count += bytes.count
    digest?.add(bytes.span)
    // No need to wait for the rest of a file that is already too long.
    if let size = record.filesize, count > size {
      throw difference("more than \(size) bytes", "\(size) bytes")
    }
  }

  /// Compares after all bytes have arrived.
  func finish() throws(ReadingError) {
    if let size = record.filesize, count != size {
      throw difference("\(count) bytes", "\(size) bytes")
    }
    guard let digest, let expected = record.checksum?.lowercased() else { return }
    let found = digest.finish()
    if found != expected { throw difference("the checksum \(found)", expected) }
  }

  private func difference(_ found: String, _ expected: String) -> ReadingError {
    ReadingError(
      .differs, address: record.datakey,
      detail: "it has \(found), but the index has \(expected)")
  }
}

extension RunningDigest.Kind {
  /// Finds a kind by its name, such as `SHA-256` or `md5`; nil if it is not supported.
  init?(name: String) {
    switch name.lowercased().filter({ $0 != "-" && $0 != "_" }) {
    case "sha256": self = .sha256
    case "md5": self = .md5
    default: return nil
    }
  }
}
