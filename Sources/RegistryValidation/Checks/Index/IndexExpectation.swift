internal import SharedCloudRegistry

/// What is known of an index file before it is read.
struct IndexExpectation: Sendable {
  /// The id of the dataset; nil for a file on its own.
  var dataset: String?
  /// The year in the file name.
  var year: Int?
  /// The dialect whose table the rows follow.
  var dialect: Dialect
  /// Whether the dialect was declared or asked for rather than assumed.
  var isDialectCertain: Bool
  /// What each datakey begins with, such as `s3://bucket/`; nil to take the first row's.
  var bucket: String?
  /// The names of the extra columns in the info document; nil if there is none.
  var parameters: [String]?
  /// Whether an info document was looked for.
  var isInfoKnown: Bool
}

/// What the rows of an index file say about its dataset, once all have been read.
struct IndexSummary: Sendable {
  /// The number of data rows.
  var rows = 0
  /// The start of the first row that has one.
  var firstStart: SCRTime?
  /// The earliest start of any row.
  var earliestStart: SCRTime?
  /// The start of the last row that has one.
  var lastStart: SCRTime?
  /// The stop of the last row that has one.
  var lastStop: SCRTime?
  /// The latest stop of any row.
  var latestStop: SCRTime?
  /// The row whose file spans a whole year that it does not start in, counted from 1.
  var rowOverWholeYear: Int?
  /// The bytes of the first time.
  var timeLength: Int?
  /// Where the columns are; nil if there are no rows.
  var layout: IndexLayout?
  /// Whether the first row looks like one of an index file at all.
  var isPlausible = false
  /// How the datakeys follow one another.
  var keyOrder = KeyOrder()
  /// The first datakey.
  var firstKey: [UInt8] = []
  /// The last datakey.
  var lastKey: [UInt8] = []
  /// The number of bytes read.
  var bytes = 0
}
