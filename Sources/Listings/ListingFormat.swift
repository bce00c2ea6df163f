internal import Formats

/// The supported formats of listings.
package enum ListingFormat: String, Sendable, Hashable, CaseIterable {
  /// The snapshot format of scregistry.
  case snapshot
  /// The manifest of an S3 Inventory, which names the files that hold the inventory.
  case inventory = "s3-inventory"
  /// The JSON of `aws s3api list-objects-v2`, one page or several.
  case awsJSON = "aws-json"
  /// The output of `aws s3 ls --recursive`.
  case awsText = "aws-text"
  /// The output of `rclone lsjson -R`.
  case rclone = "rclone-lsjson"
  /// The output of `find DIR -type f -printf '%s\t%T@\t%P
  /// '`; `\0` may end the lines too.
  case find
  /// Comma-separated values: with a header, or `key,size`, or the columns of an inventory.
  case csv
  /// A Parquet file with columns for keys and sizes, such as a file of an S3 Inventory.
  case parquet
  /// The page that nginx or Apache shows for a directory.
  case page = "index-page"

  /// The names, for messages.
  package static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension ListingFormat {
  /// How many bytes are enough to detect the format.
  static let neededBytes = 4096
  /// The first bytes of gzip data.
  static let gzipMark: [UInt8] = [0x1F, 0x8B]

  /// Detects the format by the start of a listing; nil if the format is unknown.
  ///
  /// - Parameter start: The first bytes, all if there are fewer than 4096; more are ignored.
  package init?(beginning start: ArraySlice<UInt8>) {
    let text = start.prefix(Self.neededBytes).drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    if ParquetFooter.isParquet(firstBytes: start) {
      self = .parquet
      return
    }
    switch text.first {
    case nil: return nil
    case UInt8(ascii: "["): self = .rclone
    case UInt8(ascii: "<"): self = .page
    case UInt8(ascii: "{"): self = Self.object(text)
    default:
      let end = text.firstIndex { $0 == 0x0A || $0 == 0 } ?? text.endIndex
      guard
        let format = Self.line(start[..<end], endsWithNUL: end < text.endIndex && text[end] == 0)
      else {
        return nil
      }
      self = format
    }
  }

  private static func object(_ text: ArraySlice<UInt8>) -> ListingFormat {
    let word = String(decoding: text, as: UTF8.self)
    if word.hasPrefix("{\"format\":\"\(SnapshotWriter.formatName)\"") { return .snapshot }
    let isManifest = word.contains("\"fileSchema\"") || word.contains("\"destinationBucket\"")
    return isManifest && !word.contains("\"Contents\"") ? .inventory : .awsJSON
  }

  private static func line(_ line: ArraySlice<UInt8>, endsWithNUL: Bool) -> ListingFormat? {
    if AWSTextDecoder.isListed(line) { return .awsText }
    if FindDecoder.isListed(line) { return .find }
    if endsWithNUL { return nil }
    return line.contains(UInt8(ascii: ",")) ? .csv : nil
  }
}
