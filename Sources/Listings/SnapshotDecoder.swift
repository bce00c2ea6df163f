internal import Formats
internal import ObjectStorage

/// Reads the snapshot format of scregistry.
struct SnapshotDecoder: ListingLineDecoder {
  private let digest = RunningDigest(.sha256)
  private var count = 0
  private var footer: Int?
  private var isAfterHeader = false

  /// A truncated object of JSON can't be read.
  var needsLineEnd: Bool { false }

  mutating func read(line: ArraySlice<UInt8>, number: Int, _ output: inout ListingOutput) {
    guard footer == nil else {
      return output.fault(
        .differs, line: number, message: "the snapshot continues after its last line")
    }
    let object: ListingObject
    do throws(ListingObject.Refusal) {
      object = try ListingObject(Array(line))
    } catch {
      addToDigest(line)
      // The footer counts it too.
      count += 1
      return output.fault(
        .badEntry, line: number, message: "the line can't be used: \(error.message)")
    }
    guard isAfterHeader else { return readHeader(object.root, number: number, into: &output) }
    guard object.root["complete"] == nil else {
      return readFooter(object.root, number: number, into: &output)
    }
    addToDigest(line)
    count += 1
    guard let entry = ListingEntry(snapshot: object, line: number) else {
      return output.fault(
        .badEntry, line: number, message: "the line is not an object of a snapshot")
    }
    output.add(entry)
  }

  mutating func readUsualLines(
    in bytes: Span<UInt8>, from start: Int, number: Int, _ output: inout ListingOutput
  ) -> (count: Int, end: Int) {
    guard isAfterHeader, footer == nil else { return (0, start) }
    var (lines, end) = (0, start)
    while let line = SnapshotLine(bytes, at: end) {
      line.add(from: bytes, number: number + lines, to: &output)
      end = line.end
      lines += 1
    }
    digest.add(bytes.extracting(start..<end))
    count += lines
    return (lines, end)
  }

  private func addToDigest(_ line: ArraySlice<UInt8>) {
    digest.add(line.span)
    digest.add([0x0A].span)
  }

  private mutating func readHeader(_ root: Node, number: Int, into output: inout ListingOutput) {
    isAfterHeader = true
    guard root["format"]?.string == SnapshotWriter.formatName else {
      return output.fault(
        .unclear, line: number, message: "the first line is not the header of a snapshot")
    }
    let version = root["schemaVersion"]?.integer
    if version != 1 {
      let text = version.map(String.init) ?? "none"
      output.fault(.unclear, line: number, message: "the version of the snapshot is \(text), not 1")
    }
    output.summary.target = root["target"]?.string
    output.summary.created = root["created"]?.string
  }

  private mutating func readFooter(_ root: Node, number: Int, into output: inout ListingOutput) {
    footer = number
    output.summary.prefix = root["prefix"]?.string ?? ""
    if let created = root["created"]?.string { output.summary.created = created }
    if let unlisted = root["unlisted"] {
      let places = unlisted.elements.compactMap(\.string)
      output.summary.unlisted = places
      if unlisted.kind != .array || places.count < unlisted.count {
        output.fault(
          .unclear, line: number,
          message: "\"unlisted\" is not a list of keys, so which places were not listed is unknown")
      }
    }
    if root["complete"]?.bool != true {
      output.fault(.endsEarly, line: number, message: "it says that it is incomplete")
    }
    if root["count"]?.integer != count {
      let text = root["count"]?.numberText ?? "(not a number)"
      output.fault(
        .differs, line: number,
        message: "the last line has the count \(text), but the snapshot has \(count)"
      )
    }
    if root["sha256"]?.string != digest.finish() {
      output.fault(.differs, line: number, message: "the checksum of the objects differs")
    }
  }

  mutating func finish(line: Int, isEnded: Bool, _ output: inout ListingOutput) {
    guard footer == nil else { return }
    output.fault(.endsEarly, line: line, message: "the last line of the snapshot is missing")
  }
}

extension ListingEntry {
  /// Reads a line of a snapshot; nil if it lacks a required member.
  fileprivate init?(snapshot object: ListingObject, line: Int) {
    guard let key = object.text("key"), !key.isEmpty else { return nil }
    self.init(key: key, size: object.size("size"), line: line)
    guard size != nil || object.root["size"] == nil else { return nil }
    etag = object.text("etag")
    lastModified = object.time("lastModified")
    dataTime = object.text("dataTime")
    encryption = object.text("encryption")
    checksum =
      object.root["checksum"].flatMap {
        ListedChecksum(snapshot: $0, parts: object.root["parts"]?.integer)
      }?.text
  }
}
