internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension StagedContent {
  /// Makes an index file of a format from the lines of a CSV index file.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - name: The name of the CSV file.
  /// - Returns: The content of the file.
  /// - Throws: ``StoreError`` when the lines can't be read, or are not rows.
  func packed(
    as format: IndexFileName.Format, named name: String
  ) throws(StoreError) -> StagedContent {
    switch format {
    case .csv, .gzippedCSV: return self
    case .parquet: return .bytes(try ParquetIndexFile.bytes(of: self, named: name))
    case .zippedCSV:
      let bytes = try allBytes()
      do throws(ArchiveFault) {
        return .bytes(try ZipWriter.archive(of: bytes, named: name))
      } catch {
        throw StoreError(.tooLarge, address: name, detail: "\(error)")
      }
    }
  }
}
