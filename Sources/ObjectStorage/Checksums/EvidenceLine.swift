internal import Formats

/// Reads one line of a list of checksums.
package struct EvidenceLine {
  /// The name of the file, which may name the algorithm.
  let fileName: String

  /// Reads the lines of a file.
  ///
  /// - Parameter fileName: The name of the file, which may name the algorithm.
  package init(fileName: String) { self.fileName = fileName }

  /// What a line states.
  package enum Statement: Hashable {
    /// Nothing: an empty line, a header or a remark.
    case nothing
    /// A checksum of a path or address, with the ETag that the object had.
    case checksum(Checksum, path: String, etag: String?)
    /// It can't be read.
    case unreadable(String)
  }

  /// Reads a line without its end.
  ///
  /// - Parameter line: The line.
  /// - Returns: What it states.
  package func read(_ line: ArraySlice<UInt8>) -> Statement {
    guard let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else {
      return .nothing
    }
    if let open = line.firstRange(of: Array(" (".utf8)), let close = Self.lastMark(in: line),
      let algorithm = ChecksumAlgorithm(
        named: String(decoding: line[..<open.lowerBound], as: UTF8.self))
    {
      let path = String(decoding: line[open.upperBound..<close.lowerBound], as: UTF8.self)
      let value = String(decoding: line[close.upperBound...], as: UTF8.self)
      guard let checksum = Checksum(algorithm, text: value) else {
        return .unreadable("\(value) is no \(algorithm.rawValue)")
      }
      return .checksum(checksum, path: path, etag: nil)
    }
    if let sum = Self.sum(line, named: algorithm) { return sum }
    if line.contains(UInt8(ascii: "{")) || line.contains(UInt8(ascii: ",")) {
      return BatchReportLine.read(line)
    }
    return .unreadable("it is not a checksum with a path")
  }

  /// The algorithm that the name of the file gives, such as `manifest-sha512.txt`; nil if none.
  private var algorithm: ChecksumAlgorithm? {
    let name = fileName.lowercased()
    return ChecksumAlgorithm.allCases.first { name.contains($0.rawValue) }
  }

  /// Reads `HEX  path` or `HEX *path`; a backslash before it means that the path is escaped.
  private static func sum(
    _ line: ArraySlice<UInt8>, named: ChecksumAlgorithm?
  ) -> Statement? {
    let isEscaped = line.first == UInt8(ascii: "\\")
    let text = isEscaped ? line.dropFirst() : line
    let digits = text.prefix { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }
    let rest = text.dropFirst(digits.count)
    guard digits.count >= 8, let mark = rest.first, mark == 0x20 || mark == 0x09 else { return nil }
    var path = rest.drop { $0 == 0x20 || $0 == 0x09 }
    if path.first == UInt8(ascii: "*") { path = path.dropFirst() }
    let fitting = ChecksumAlgorithm.allCases.filter { 2 * $0.length == digits.count }
    let algorithm: ChecksumAlgorithm? =
      if let named, fitting.contains(named) { named } else {
        fitting.count == 1 ? fitting[0] : nil
      }
    guard let algorithm,
      let checksum = Checksum(algorithm, text: String(decoding: digits, as: UTF8.self))
    else { return .unreadable("\(digits.count) digits are not a checksum of a known kind") }
    let bytes = isEscaped ? unescaped(path) : Array(path)
    guard !bytes.isEmpty else { return .unreadable("the path is missing") }
    return .checksum(checksum, path: String(decoding: bytes, as: UTF8.self), etag: nil)
  }

  private static func unescaped(_ path: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var isAfter = false
    for byte in path {
      if isAfter {
        result.append(
          byte == UInt8(ascii: "n") ? 0x0A : byte == UInt8(ascii: "r") ? 0x0D : byte)
        isAfter = false
      } else if byte == UInt8(ascii: "\\") {
        isAfter = true
      } else {
        result.append(byte)
      }
    }
    return result
  }

  private static func lastMark(in line: ArraySlice<UInt8>) -> Range<Int>? {
    let mark = Array(") = ".utf8)
    guard line.count > mark.count else { return nil }
    for start in stride(from: line.endIndex - mark.count, through: line.startIndex, by: -1)
    where line[start..<start + mark.count].elementsEqual(mark) {
      return start..<start + mark.count
    }
    return nil
  }
}

/// Reads one row of a completion report of S3 Batch Operations, leniently.
///
/// Reading: the documentation shows `Bucket, Key, VersionId, TaskStatus, ErrorCode,
/// HTTPStatusCode, ResultMessage`, and JSON in the last column; its members are found by name,
/// whatever their spelling.
enum BatchReportLine {
  /// Reads a row.
  static func read(_ line: ArraySlice<UInt8>) -> EvidenceLine.Statement {
    var reader = CSVRecordReader()
    var records: [CSVRecordReader.Record] = []
    let bytes = Array(line) + [0x0A]
    reader.read(bytes.span, into: &records)
    reader.finish(into: &records)
    guard let fields = records.first?.fields, fields.count >= 4 else {
      return .unreadable("it is neither a checksum with a path nor a row of a report")
    }
    let texts = fields.map { String(decoding: $0, as: UTF8.self) }
    guard let place = texts.firstIndex(where: { $0.hasPrefix("{") }) else {
      let isKnown = texts[0].lowercased() == "bucket" || hasFailed(texts[...])
      return isKnown ? .nothing : .unreadable("the row has no checksum")
    }
    // What a failed task found is not what the object has.
    guard !hasFailed(texts[..<place]) else { return .nothing }
    let document: Document
    do throws(SyntaxFault) {
      document = try JSONParser.parse(Array(texts[place].utf8))
    } catch {
      return .unreadable("its result is not JSON: \(error.message)")
    }
    func member(_ names: [String]) -> String? {
      for entry in document.root.members {
        let name = entry.key.text.lowercased().filter { $0 != "_" && $0 != "-" }
        if names.contains(name), let text = entry.value.string { return text }
      }
      return nil
    }
    guard let name = member(["checksumalgorithm", "algorithm"]),
      let algorithm = ChecksumAlgorithm(named: name),
      let value = member(["checksumhex", "checksumbase64", "checksum", "value"])
    else { return .unreadable("its result names no known algorithm and value") }
    let isComposite = member(["checksumtype", "type"])?.uppercased() == "COMPOSITE"
    guard let checksum = Checksum(algorithm, text: value, isComposite: isComposite) else {
      return .unreadable("\(value) is no \(algorithm.rawValue)")
    }
    return .checksum(checksum, path: "s3://\(texts[0])/\(key(texts[1]))", etag: member(["etag"]))
  }

  private static func hasFailed(_ fields: ArraySlice<String>) -> Bool {
    fields.dropFirst(2).contains { $0.lowercased() == "failed" }
  }

  /// The key, of which reports encode what is not safe in an address.
  private static func key(_ text: String) -> String {
    PercentEncoding.decode(text) ?? text
  }
}
