/// The formats of listings that are read.
package enum ListingFormat: String, Sendable, Hashable, CaseIterable {
  /// Our own.
  case snapshot
  /// The manifest of an S3 Inventory, which names the files that hold the inventory.
  case inventory = "s3-inventory"
  /// What `aws s3api list-objects-v2` writes as JSON, one page or several.
  case awsJSON = "aws-json"
  /// What `aws s3 ls --recursive` writes.
  case awsText = "aws-text"
  /// What `rclone lsjson -R` writes.
  case rclone = "rclone-lsjson"
  /// What `find DIR -type f -printf '%s\t%T@\t%P\n'` writes; `\0` may end the lines too.
  case find
  /// Comma-separated text: with a header, or `key,size`, or as an inventory has it.
  case csv
  /// The page that nginx or Apache shows for a directory.
  case page = "index-page"

  /// The names, for messages.
  package static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension ListingFormat {
  /// How many bytes are enough to tell the format.
  static let neededBytes = 4096
  /// What data begin with that gzip compressed.
  static let gzipMark: [UInt8] = [0x1F, 0x8B]

  /// Tells the format by how a listing begins; nil if it is none of them.
  ///
  /// - Parameter start: The first bytes, all if there are fewer than 4096; more don't matter.
  package init?(beginning start: ArraySlice<UInt8>) {
    let text = start.prefix(Self.neededBytes).drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    switch text.first {
    case nil: return nil
    case UInt8(ascii: "["): self = .rclone
    case UInt8(ascii: "<"): self = .page
    case UInt8(ascii: "{"): self = Self.object(text)
    default:
      let end = text.firstIndex { $0 == 0x0A || $0 == 0 } ?? text.endIndex
      guard let format = Self.line(start[..<end], end < text.endIndex && text[end] == 0) else {
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

  private static func line(_ line: ArraySlice<UInt8>, _ endsWithNUL: Bool) -> ListingFormat? {
    if AWSTextDecoder.isListed(line) { return .awsText }
    if FindDecoder.isListed(line) { return .find }
    if endsWithNUL { return nil }
    return line.contains(UInt8(ascii: ",")) ? .csv : nil
  }
}
