package import SharedCloudRegistry

/// Facts about an index file that are known before it is read.
package struct IndexExpectation: Sendable {
  /// The id of the dataset; nil for a file on its own.
  var dataset: String?
  /// The year in the file name.
  package var year: Int?
  /// The dialect whose table the rows follow.
  package var dialect: Dialect
  /// Whether the dialect was declared or requested, not assumed.
  var isDialectCertain: Bool
  /// The start of each datakey, such as `s3://bucket/`; nil to use the bucket of the first row.
  var bucket: String?
  /// The names of the extra columns in the info document; nil without one.
  package var parameters: [String]?
  /// Where the columns are, if the file itself says so.
  var layout: IndexLayout?
  /// Whether an info document was looked for.
  var isInfoKnown: Bool
}

/// Facts about the dataset from all rows of an index file.
package struct IndexSummary: Sendable {
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
  /// The number of rows without a stop that can be read.
  var rowsWithoutStop = 0
  /// The start of the first datakey whose bucket is not known, and why; nil if all are known.
  var unknownBucket: (prefix: String, reason: String)?
  /// The number of lines that were too long to be read.
  var skippedLines = 0
  /// The latest stop, or start without a stop, that is in the future; it judges nothing else.
  var latestInFuture: SCRTime?
  /// Whether a row of another year, or of the future, covers the year after that of the file.
  var coversNextYear = false
  /// Whether such a row covers any year after that of the file.
  var coversLaterYear = false
  /// The number of rows whose start can't be read.
  var unreadableStarts = 0
  /// The number of rows whose stop can't be read.
  var unreadableStops = 0
  /// The row whose file spans a whole year after its start year, counted from 1.
  var rowOverWholeYear: Int?
  /// The bytes of most times; nil without one, and at a tie until it is settled.
  package var timeLength: Int?
  /// Whether as many times have one precision as another, so that no majority decides.
  package var hasTiedPrecision = false
  /// The findings of a tie of precisions, which other files of the dataset settle.
  var openPrecision: PrecisionReport?
  /// The bytes of most times after the misspelled ones are fixed.
  package var mendedTimeLength: Int?
  /// The days that the rows cover, and the sizes of their files.
  var bins = TimeBins()
  /// The bucket of the datakeys.
  package var bucket = ""
  /// Why the rows were not evaluated: the content is something else.
  var obstacle: String?
  /// The lines before the header; nil without them.
  package var preamble: IndexPreamble?
  /// Where the columns are; nil if there are no rows.
  package var layout: IndexLayout?
  /// Whether more than half of the first rows show the layout.
  package var isPlausible = false
  /// How the datakeys follow one another.
  var keyOrder = KeyOrder()
  /// The first datakey.
  var firstKey: [UInt8] = []
  /// The last datakey.
  var lastKey: [UInt8] = []
  /// The number of bytes read.
  var bytes = 0
  /// The first row of each row group of a Parquet file, counted from 1; empty for other files.
  var groupStarts: [Int] = []
}
