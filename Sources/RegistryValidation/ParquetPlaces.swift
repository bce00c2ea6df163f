internal import Formats
internal import SharedCloudRegistry

/// Turns places in lines into places in Parquet files.
///
/// The rows of a Parquet file are checked as lines after a header: line 2 is row 1. The file
/// itself has neither lines nor bytes of a row, so a finding has no line and no fix.
struct ParquetPlaces {
  private let groupStarts: ExactDictionary<[Int]>

  /// Takes the index files that were read.
  init(_ files: [ValidationRun.IndexFile]) {
    groupStarts = ExactDictionary(
      files.filter { $0.job.file.isParquet }.map {
        ($0.job.file.location.uri, $0.summary.groupStarts)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether a file is a Parquet file, judged by its name.
  private static func isParquet(_ name: String) -> Bool {
    name.hasSuffix(IndexFileName.Format.parquet.rawValue)
  }

  /// Changes the places of a finding.
  func place(_ finding: inout Finding) {
    for index in finding.related.indices where Self.isParquet(finding.related[index].uri) {
      guard let line = finding.related[index].line else { continue }
      finding.related[index].line = nil
      let group = rowGroup(of: line - 1, in: finding.related[index].uri)
      finding.related[index].message +=
        " (row \((line - 1).grouped)" + (group.map { ", row group \($0)" } ?? "") + ")"
    }
    guard Self.isParquet(finding.location.key) else { return }
    finding.fix = nil
    guard finding.location.line != nil else { return }
    finding.location.line = nil
    finding.location.column = nil
    finding.location.endLine = nil
    finding.location.endColumn = nil
    finding.location.byteOffset = nil
    finding.excerpt = nil
    guard let row = finding.location.row else { return }
    finding.location.rowGroup = rowGroup(of: row, in: finding.location.uri)
  }

  private func rowGroup(of row: Int, in uri: String) -> Int? {
    guard let starts = groupStarts[uri], row > 0 else { return nil }
    let index = starts.firstIndex { $0 > row } ?? starts.count
    return index > 0 ? index : nil
  }
}
