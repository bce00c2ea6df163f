internal import Formats

/// An order of the columns that no version of the spec has, shown by the values of one row.
struct ColumnOrder: Hashable {
  /// The meaning of a value.
  enum Column: String {
    case start, stop, datakey, filesize
    case other = "another column"
  }

  /// The columns, as far as the row shows them.
  let columns: [Column]

  /// The names of the columns, separated by commas.
  var words: String { columns.map(\.rawValue).joined(separator: ", ") }

  /// Finds the order; nil if it is one of the spec, or if a value is missing that would show it.
  ///
  /// - Parameters:
  ///   - line: The row.
  ///   - fields: Its fields.
  init?(_ line: Span<UInt8>, fields: CSVFields) {
    guard fields.count >= 3 else { return nil }
    let shapes = (0..<Swift.min(fields.count, 5)).map { index in
      FieldShape(line.extracting(fields[index].range))
    }
    let first = shapes.prefix(4)
    let times = first.indices.filter { first[$0].isTime }
    // `n/a` is no address.
    let addresses = first.indices.filter {
      first[$0].isAbsoluteAddress || first[$0].isAddress && fields[$0].range.count > 4
    }
    guard times.count <= 3, addresses.count == 1, let start = times.first,
      let datakey = addresses.first
    else { return nil }
    let sizes = first.indices.filter { Self.isSize(line.extracting(fields[$0].range)) }
    // A row with one time has three columns, else its stop is only unreadable.
    guard times.count >= 2 || fields.count == 3, !sizes.isEmpty || datakey == 3 else { return nil }
    let after = datakey + 1
    let hasSizeAfterKey = after < shapes.count && shapes[after].isInteger
    let size = hasSizeAfterKey ? after : sizes.first
    var columns = [Column](repeating: .other, count: Swift.max(first.count, (size ?? 0) + 1))
    columns[start] = .start
    if times.count >= 2 { columns[times[1]] = .stop }
    columns[datakey] = .datakey
    if let size { columns[size] = .filesize }
    let orders: [[Column]] = [
      [.start, .stop, .datakey], [.start, .datakey, .filesize, .stop],
      [.start, .datakey, .filesize],
    ]
    guard !orders.contains(where: { columns.starts(with: $0) }) else { return nil }
    self.columns = columns
  }

  /// Whether a value is a number of bytes, also as some programs write it: `400000.0`, `4e5`.
  private static func isSize(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0, text.count <= 24, text[0] &- 0x30 < 10 else { return false }
    var points = 0
    for index in 0..<text.count where text[index] &- 0x30 >= 10 {
      guard text[index] == 0x2E || text[index] | 0x20 == 0x65 else { return false }
      points += 1
    }
    return points <= 2
  }
}
