/// The positions of the columns in an index file.
package struct IndexLayout: Sendable, Hashable {
  /// The number of fields in each row.
  package var columnCount: Int
  /// The position of stop; nil in the layout of three columns.
  package var stop: Int?
  /// The position of the datakey.
  package var datakey: Int
  /// The position of the filesize.
  package var filesize: Int

  /// Creates a layout.
  package init(columnCount: Int, stop: Int?, datakey: Int, filesize: Int) {
    self.columnCount = columnCount
    self.stop = stop
    self.datakey = datakey
    self.filesize = filesize
  }

  /// The number of columns that the spec names.
  package var ownColumnCount: Int { stop == nil ? 3 : 4 }

  /// Whether the columns have the order of the spec.
  package var isInOrder: Bool { stop == nil ? datakey == 1 : stop == 1 }

  /// The usual layout of four columns.
  package static let standard = IndexLayout(columnCount: 4, stop: 1, datakey: 2, filesize: 3)
}
