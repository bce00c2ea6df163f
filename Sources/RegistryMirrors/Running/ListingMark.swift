internal import Formats

/// What the listings and rows say of all keys so far, in one number.
///
/// A state keeps it, so that a run continues only if the objects that are finished are still listed
/// as they were.
struct ListingMark: Sendable, Hashable {
  private var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The mark of no keys.
  init() {}

  /// Reads the form that ``text`` wrote; nil if it is something else.
  init?(_ text: String) {
    guard let value = UInt64(text, radix: 16) else { return nil }
    self.value = value
  }

  /// The mark in hexadecimal digits.
  var text: String { String(value, radix: 16) }

  /// Adds the records of a key: their sizes, and their ETags or else their times.
  mutating func add(_ group: RecordJoin.Group) {
    var bytes = group.key
    for (stream, entries) in group.entries.enumerated()
    where stream != PairAssembly.Stream.looks.rawValue {
      for entry in entries {
        let etag = entry.batch.etag(entry.record)
        bytes.append(0)
        bytes.append(UInt8(truncatingIfNeeded: stream))
        append(entry.record.size, to: &bytes)
        if etag.isEmpty { append(entry.record.modified, to: &bytes) }
        bytes += etag
      }
    }
    value = (value ^ bytes.span.stableHash) &* 0x0000_0100_0000_01B3
  }

  private func append(_ number: Int64, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
    }
  }
}
