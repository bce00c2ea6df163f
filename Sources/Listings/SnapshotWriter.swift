internal import Formats
internal import ObjectStorage

/// Writes a listing as a snapshot: a header, one line per object, and a footer.
///
/// Every line is a JSON object. The footer has the number of objects and the SHA-256 of their
/// lines, so that a truncated or changed snapshot is always detected.
///
/// Source: `Schemas/own/snapshot.schema.json`.
package struct SnapshotWriter {
  static let formatName = "scregistry-snapshot"

  private let digest = RunningDigest(.sha256)
  private var previousKey: String?
  /// The number of objects.
  package private(set) var count = 0
  /// The total of the known sizes, in bytes.
  package private(set) var bytes = 0
  /// Whether every key is greater than the previous one.
  package private(set) var isSorted = true

  /// Starts a snapshot.
  package init() {}

  /// The first line.
  ///
  /// - Parameters:
  ///   - target: The address or path that the keys belong to; nil if it is not known.
  ///   - created: The time; nil to omit it.
  ///   - tool: The program and its version.
  /// - Returns: The line with its end.
  package func header(
    target: String?, created: String?, tool: String
  ) -> [UInt8] {
    var members: [(key: String, value: JSONValue)] = [
      ("format", .string(Self.formatName)), ("schemaVersion", 1), ("tool", .string(tool)),
    ]
    if let target { members.append(("target", .string(target))) }
    if let created { members.append(("created", .string(created))) }
    return Self.line(members)
  }

  /// The lines of objects.
  ///
  /// - Parameter entries: The objects; old versions and delete markers are skipped.
  /// - Returns: The lines with their ends.
  package mutating func lines(_ entries: some Sequence<ListingEntry>) -> [UInt8] {
    var writer = JSONWriter(layout: .singleLine)
    for entry in entries where entry.isPresent {
      writer.write(.object(Self.members(of: entry)))
      writer.endLine()
      count += 1
      bytes.add(clamped: entry.size ?? 0)
      if let previousKey, !previousKey.utf8.lexicographicallyPrecedes(entry.key.utf8) {
        isSorted = false
      }
      previousKey = entry.key
    }
    digest.add(writer.bytes.span)
    return writer.bytes
  }

  private static func members(
    of entry: ListingEntry
  ) -> [(key: String, value: JSONValue)] {
    var members: [(key: String, value: JSONValue)] = [("key", .string(entry.key))]
    if let size = entry.size { members.append(("size", .number(size))) }
    if let etag = entry.etag { members.append(("etag", .string(etag))) }
    if let time = entry.lastModified { members.append(("lastModified", .string(time.text))) }
    if let word = entry.encryption { members.append(("encryption", .string(word))) }
    if let checksum = entry.checksum.flatMap(ListedChecksum.init(text:)) {
      members.append(("checksum", checksum.member))
      if let parts = checksum.parts, parts > 0 { members.append(("parts", .number(parts))) }
    }
    if let time = entry.dataTime { members.append(("dataTime", .string(time))) }
    return members
  }

  /// The last line.
  ///
  /// - Parameters:
  ///   - isComplete: Whether all was listed.
  ///   - prefix: The prefix to which the listing was limited.
  ///   - unlisted: The places in it about which nothing is known.
  ///   - created: When the listing was made that the snapshot was made from; nil to omit it.
  /// - Returns: The line with its end.
  package consuming func footer(
    isComplete: Bool, prefix: String, unlisted: [String] = [], created: String? = nil
  ) -> [UInt8] {
    var members: [(key: String, value: JSONValue)] = [
      ("complete", .bool(isComplete)), ("count", .number(count)), ("bytes", .number(bytes)),
      ("sorted", .bool(isSorted)), ("sha256", .string(digest.finish())),
    ]
    if !prefix.isEmpty { members.append(("prefix", .string(prefix))) }
    if !unlisted.isEmpty {
      members.append(("unlisted", .array(unlisted.map { .string($0) })))
    }
    if let created { members.append(("created", .string(created))) }
    return Self.line(members)
  }

  private static func line(_ members: [(key: String, value: JSONValue)]) -> [UInt8] {
    var writer = JSONWriter(layout: .singleLine)
    writer.write(.object(members))
    writer.endLine()
    return writer.bytes
  }
}
