internal import SharedCloudRegistry

/// What is to be mended in one index file.
struct IndexRepairPlan: Sendable {
  /// What is known of the file.
  var expectation: IndexExpectation
  /// Where its columns are; nil if it has no rows.
  var layout: IndexLayout?
  /// The codes of the rules whose findings are to be mended.
  var codes: Set<String>
  /// Whether unsafe fixes are to be made.
  var allowsUnsafe: Bool
  /// Whether every row has all its fields, so that columns can be put into another order.
  var canReorder = false

  /// Whether the first row looks like one of an index file, so that a header can be written.
  var isPlausible = true

  /// Whether columns are to be put into the order of the spec.
  var reorders: Bool {
    canReorder && isPlausible && codes.contains("IDX048") && layout.map { !$0.isInOrder } ?? false
  }
}

extension IndexRepairPlan {
  /// Where the columns will be.
  var mendedLayout: IndexLayout? {
    guard reorders, let layout else { return layout }
    return IndexLayout(columnCount: layout.columnCount, stop: 1, datakey: 2, filesize: 3)
  }
}

/// An index file after its repair.
struct MendedIndex: Sendable {
  /// The new content.
  var file: SpoolFile
  /// Its size in bytes.
  var size: Int
  /// The number of places mended by rule.
  var counts: [String: Int]
  /// What changed, line by line; nil if the order of the lines did.
  var changes: [LineChange]?
  /// The number of rows that were left, since their content would have become another.
  var refusedRows = 0
}

/// Why a file is not mended.
enum RepairError: Error {
  /// It can't be read, or what it becomes not be written.
  case store(StoreError)
  /// It should be left as it is.
  case refused(String)
}
