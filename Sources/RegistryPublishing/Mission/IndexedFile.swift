/// A file for an index, with the facts from the listing or the present index.
package struct IndexedFile: Sendable, Hashable {
  /// Its row in the present index.
  package struct Row: Sendable, Hashable, BitwiseCopyable {
    /// Microseconds since 1970.
    package var start: Int64
    /// Microseconds since 1970.
    package var stop: Int64
    /// The size in bytes; -1 if absent.
    package var size: Int64
    /// The hash of the further columns.
    package var columns: UInt64
  }

  /// The number of the dataset.
  package var dataset: Int32
  /// Microseconds since 1970.
  package var start: Int64
  /// Microseconds since 1970; ``noTime`` if not yet known.
  package var stop: Int64
  /// The size in bytes; -1 if unknown.
  package var size: Int64
  /// How much later it starts than ``start``, which is truncated; in microseconds.
  package var cutOff: Int64 = 0
  /// When it was written, in microseconds since 1970; ``noTime`` if unknown.
  package var modified = Self.noTime
  /// Whether the listing has it.
  package var isListed = true
  /// The state of its file, if it is a row without a listed file.
  package var unindexed = UnindexedState.gone
  /// Its row in the present index; nil if absent.
  package var present: Row?
  /// The range of the version in the datakey; empty if absent.
  package var version: Range<Int> = 0..<0
  /// The datakey.
  package var datakey: [UInt8]
  /// The further columns as in the row: each with a leading comma.
  package var columns: [UInt8] = []

  /// The value for an unknown time.
  package static let noTime = Int64.min
}

extension IndexedFile {
  /// Tells whether another listing of the same file has a later state.
  func isEarlier(than other: IndexedFile) -> Bool {
    (modified, size) < (other.modified, other.size)
  }

  /// One file from two descriptions of it.
  ///
  /// A column that the better description leaves empty, such as a checksum that its source does not
  /// state, keeps the value of the other, unless the size or another column shows that the file changed.
  func joined(with other: IndexedFile) -> IndexedFile {
    if isListed == other.isListed {
      // Listed twice: the later state is the present one.
      var later = isEarlier(than: other) ? other : self
      later.present = present ?? other.present
      later.fillColumns(from: isEarlier(than: other) ? self : other)
      return later
    }
    var file = isListed ? self : other
    file.present = isListed ? other.present : present
    file.fillColumns(from: isListed ? other : self)
    return file
  }

  /// Whether each column has the same value in both, or is empty in one, such as a checksum that a
  /// listing does not state.
  func hasSameKnownColumns(as other: IndexedFile) -> Bool {
    guard columns != other.columns else { return true }
    let (own, others) = (Self.fields(of: columns), Self.fields(of: other.columns))
    return own.count == others.count
      && zip(own, others).allSatisfy { $0.isEmpty || $1.isEmpty || $0 == $1 }
  }

  private mutating func fillColumns(from other: IndexedFile) {
    guard size == other.size, !columns.isEmpty, columns != other.columns else { return }
    let (own, others) = (Self.fields(of: columns), Self.fields(of: other.columns))
    // Another ETag or checksum shows that the file changed, also if its size did not.
    guard own.count == others.count, own.contains(where: \.isEmpty),
      zip(own, others).allSatisfy({ $0.isEmpty || $1.isEmpty || $0 == $1 })
    else { return }
    columns = zip(own, others).flatMap { own, other in
      [UInt8(ascii: ",")] + (own.isEmpty ? other : own)
    }
  }

  /// The fields of further columns, as they are written.
  private static func fields(of columns: [UInt8]) -> [ArraySlice<UInt8>] {
    var fields: [ArraySlice<UInt8>] = []
    var (start, isQuoted) = (1, false)
    for index in columns.indices.dropFirst() {
      if columns[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard columns[index] == UInt8(ascii: ","), !isQuoted else { continue }
      fields.append(columns[start..<index])
      start = index + 1
    }
    fields.append(columns[start...])
    return fields
  }
}
