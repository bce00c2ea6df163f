internal import Files
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// The fixes to make in one index file.
struct IndexRepairPlan: Sendable {
  /// The facts known about the file.
  var expectation: IndexExpectation
  /// Where its columns are; nil if it has no rows.
  var layout: IndexLayout?
  /// The rules to fix.
  var rules: Set<RuleID>
  /// Whether to make unsafe fixes.
  var allowsUnsafe: Bool
  /// Whether every row has all its fields, so that columns can be reordered.
  var canReorder = false

  /// The lines before the header; nil without them.
  var preamble: IndexPreamble?
  /// Whether more than half of the first rows show the layout, so that a header can be written.
  var isPlausible = true
  /// The bytes that all times should have; 0 if that is not known.
  var timeLength = 0
  /// Whether most times of the file have that many; a tie decides nothing.
  var isTimeLengthUsual = true
  /// The times that are compared with those of the catalog.
  var ends: (start: SCRTime?, stop: SCRTime?) = (nil, nil)
  /// The start of each datakey; empty if it is not known.
  var bucket = ""

  /// Whether to reorder the columns as the specification does.
  var reorders: Bool {
    canReorder && isPlausible && rules.contains(.columnsInAnotherOrder)
      && layout.map { !$0.isInOrder } ?? false
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
  /// The number of places fixed, by rule.
  var counts: [RuleID: Int]
  /// The changes, line by line; nil if the order of the lines changed.
  var changes: [LineChange]?
  /// The number of rows left unchanged, since fixes would have changed their content.
  var refusedRows = 0
}

/// Why a file is not fixed.
enum RepairError: Error {
  /// It can't be read, or its new content can't be written.
  case store(StoreError)
  /// It has to stay unchanged, for the given reason.
  case refused(String)
}
