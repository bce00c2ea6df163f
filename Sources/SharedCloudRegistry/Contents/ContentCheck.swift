internal import Formats
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
  private var digest: NamedChecksum?

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
    digest = Self.algorithm(of: record).flatMap { NamedChecksum($0) }
  }

  /// The supported algorithm of a record's checksum.
  private static func algorithm(of record: FileRecord) -> String? {
    guard let checksum = record.checksum, !checksum.isEmpty, let name = record.checksumAlgorithm,
      NamedChecksum.supports(name), NamedChecksum.isValue(checksum, of: name)
    else { return nil }
    return name
  }

  /// Why the checksum of a record can't be compared; nil if it can, or without one.
  static func obstacle(of record: FileRecord) -> String? {
    let checksum = record.checksum ?? ""
    let name = record.checksumAlgorithm ?? ""
    guard !checksum.isEmpty || !name.isEmpty, algorithm(of: record) == nil else { return nil }
    if checksum.isEmpty { return "its index names \(name.abbreviated), but has no checksum" }
    if name.isEmpty { return "its index names no algorithm" }
    guard NamedChecksum.supports(name) else {
      return "\(name.abbreviated) is not one of \(NamedChecksum.names)"
    }
    return "\(checksum.abbreviated) in its index is not a checksum by \(name.abbreviated)"
  }

  /// Whether there is a size or checksum with which to compare.
  static func hasEvidence(_ record: FileRecord) -> Bool {
    record.filesize != nil || algorithm(of: record) != nil
  }

  /// Takes more bytes.
  mutating func add(_ bytes: [UInt8]) throws(ReadingError) {
    count += bytes.count
    digest?.add(bytes.span)
    // No need to wait for the rest of a file that is already too long.
    if let size, count > size {
      throw difference("more than \(size) bytes", expected: "\(size) bytes")
    }
  }

  /// Compares after all bytes have arrived.
  func finish() throws(ReadingError) {
    if let size, count != size { throw difference("\(count) bytes", expected: "\(size) bytes") }
    guard let digest, let expected = record.checksum else { return }
    // The checksum of a file that was replaced is that of its predecessor.
    if size == nil, let listed = record.filesize, listed != count { return }
    if let found = digest.difference(from: expected) {
      throw difference("the checksum \(found)", expected: expected)
    }
  }

  private func difference(_ found: String, expected: String) -> ReadingError {
    ReadingError(
      .differs, address: record.datakey,
      detail: "it has \(found)\(origin), but the index has \(expected)")
  }
}
