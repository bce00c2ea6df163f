/// A file on its way into an index: what is known of it, by the listing or by the present index.
package struct IndexedFile: Sendable, Hashable {
  /// What the present index says of it.
  package struct Row: Sendable, Hashable, BitwiseCopyable {
    /// Microseconds since 1970.
    package var start: Int64
    /// Microseconds since 1970.
    package var stop: Int64
    /// The size in bytes; -1 if there is none.
    package var size: Int64
    /// The hash of the further columns.
    package var columns: UInt64
  }

  /// The number of the dataset.
  package var dataset: Int32
  /// Microseconds since 1970.
  package var start: Int64
  /// Microseconds since 1970; ``noTime`` where it is not known yet.
  package var stop: Int64
  /// The size in bytes; -1 if it is not known.
  package var size: Int64
  /// When it was written, in microseconds since 1970; ``noTime`` where that is not known.
  package var modified = Self.noTime
  /// Whether the listing has it.
  package var isListed = true
  /// What the present index says of it; nil if it is not in it.
  package var present: Row?
  /// Where the version stands in the datakey; empty if there is none.
  package var version: Range<Int> = 0..<0
  /// The datakey.
  package var datakey: [UInt8]
  /// The further columns, as they stand in the row: each with a comma before it.
  package var columns: [UInt8] = []

  /// What stands for a time that is not known.
  package static let noTime = Int64.min
}

extension IndexedFile {
  /// Tells whether another listing of the same file shows a later state of it.
  func isEarlier(than other: IndexedFile) -> Bool {
    (modified, size) < (other.modified, other.size)
  }

  /// One file of what is known of it twice.
  func joined(with other: IndexedFile) -> IndexedFile {
    if isListed == other.isListed {
      // Listed twice: what was written later is what is there now.
      var later = isEarlier(than: other) ? other : self
      later.present = present ?? other.present
      return later
    }
    var file = isListed ? self : other
    file.present = isListed ? other.present : present
    return file
  }
}
