internal import Formats
internal import ObjectStorage

/// The manifest of an S3 Inventory: which files it has, and what their columns are.
///
/// Source: "Amazon S3 Inventory manifest" in the Amazon S3 User Guide.
struct InventoryManifest: Sendable {
  /// One file of the inventory.
  struct Part: Sendable, Hashable {
    /// The key in the bucket that holds the inventory.
    var key: String
    /// The size in bytes, still compressed.
    var size: Int?
    /// The MD5 of the file, still compressed, in hexadecimal digits.
    var md5: String?
  }

  /// The bucket that was listed.
  let bucket: String?
  /// When the inventory was started, as the manifest says.
  let created: String?
  /// Whether its files are Parquet files, whose columns have names.
  let isParquet: Bool
  /// The meaning of the columns of files in CSV.
  let columns: ListingColumns
  /// The files.
  let parts: [Part]

  /// Why a manifest can't be used.
  struct Refusal: Error {
    /// The fault.
    let message: String
  }

  /// What to do with an inventory in ORC.
  static let orcAdvice =
    "ORC is not supported; set the inventory to Parquet or CSV, or convert its files: python -c "
    + "'import sys, pyarrow.orc as o, pyarrow.parquet as p; p.write_table(o.read_table("
    + "sys.argv[1]), sys.argv[2])' FILE.orc FILE.parquet"

  /// The largest manifest that is read; a file of many objects takes 100 bytes or more.
  static let largestSize = 64 << 20

  /// Reads a manifest.
  init(_ text: [UInt8]) throws(Refusal) {
    let root: Node
    do throws(SyntaxFault) {
      root = try JSONParser.parse(text, limits: TextLimits(depth: 32, size: Self.largestSize)).root
    } catch {
      throw Refusal(message: "the manifest is not JSON: \(error.message)")
    }
    let format = root["fileFormat"]?.string ?? "CSV"
    guard format.uppercased() != "ORC" else { throw Refusal(message: Self.orcAdvice) }
    isParquet = format.uppercased() == "PARQUET"
    guard isParquet || format.uppercased() == "CSV" else {
      throw Refusal(
        message: "the inventory has the format \(format.abbreviated); set it to Parquet or CSV")
    }
    guard let schema = root["fileSchema"]?.string, let files = root["files"], files.kind == .array
    else { throw Refusal(message: "the manifest lacks fileSchema or files") }
    var columns = ListingColumns(
      names: schema.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
    columns.isEncoded = true
    guard isParquet || columns.isUsable else {
      throw Refusal(message: "the inventory has no column Key or no column Size")
    }
    self.columns = columns
    bucket = root["sourceBucket"]?.string
    created = root["creationTimestamp"].map(\.text).flatMap(Self.time)
    var parts: [Part] = []
    for file in files.elements {
      guard let key = file["key"]?.string, !ObjectAddress.isUnsafe(key: key), !key.isEmpty else {
        throw Refusal(message: "a file of the manifest has no usable key")
      }
      parts.append(
        Part(key: key, size: file["size"]?.integer, md5: file["MD5checksum"]?.string?.lowercased()))
    }
    self.parts = parts
  }

  /// Reads milliseconds since 1970.
  private static func time(_ text: String) -> String? {
    guard let value = Int64(text), value >= 0, value < 1 << 46 else { return nil }
    return Instant(seconds: value / 1000).text
  }

  /// Where a part may be if the manifest was copied, maybe without some directories.
  ///
  /// - Parameters:
  ///   - part: The part.
  ///   - manifest: The key of the manifest: `…/config/2024-05-06T01-00Z/manifest.json`.
  /// - Returns: Keys, the most likely first.
  static func places(
    of part: Part, beside manifest: String
  ) -> [(directory: String, name: String)] {
    var directories = manifest.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let name = part.key.split(separator: "/").last.map(String.init) ?? part.key
    func place(_ directory: some Sequence<Substring>, _ name: String) -> (String, String) {
      (directory.map { $0 + "/" }.joined(), name)
    }
    var places = [
      place(directories, name), place(directories, "data/" + name),
      place(directories.dropLast(), "data/" + name), place(directories, part.key),
    ]
    while !directories.isEmpty {
      directories.removeLast()
      places.append(place(directories, part.key))
    }
    return places
  }
}
