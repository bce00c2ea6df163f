import Formats
import ObjectStorage
import RegistryValidation
import SharedCloudRegistry
import Testing

@testable import RegistryMirrors

@Suite("Lines of looks")
struct LookLineTests {
  static func object(_ value: JSONValue) throws -> FactsObject {
    try FactsObject(parsing: JSONWriter.write(value, layout: .singleLine))
  }

  static func pair() throws -> ObjectPair {
    var pair = ObjectPair(key: Array("ds/a \"b\"\n.cdf".utf8))
    pair.sourceRow = .init(size: 12, checksum: Checksum(.crc32, text: "cbf43926"))
    var source = ObjectFacts(size: 12, etag: "\"25f9e794323b453885f5181f1b624d0b-3\"")
    source.encryption = .plain
    source.checksums = [
      try #require(Checksum(.crc32c, text: "e3069283-2")),
      try #require(Checksum(.crc32, text: "cbf43926", isComposite: true)),
      try #require(Checksum(.md5, text: "25f9e794323b453885f5181f1b624d0b")),
    ]
    source.partSize = 5 << 20
    source.modified = SCRTime(
      seconds: -1, nanoseconds: 250_000_000, precision: .fraction(digits: 3))
    pair.source = source
    pair.mirror = ObjectFacts(size: 12)
    pair.evidence = ["listing"]
    return pair
  }

  static func line(
    _ pair: ObjectPair, _ change: (inout LookResult) -> Void = { _ in }
  ) throws -> (line: LookLine, result: LookResult) {
    var result = LookResult(
      pair: pair, judgement: Judgement(.same, level: .content, evidence: ["listing", "content"]))
    change(&result)
    let line = LookLine(result, before: LookLine.Before(pair, reads: false), item: 3)
    return (try LookLine(parsing: line.bytes), result)
  }

  @Test("come back with everything that a look found")
  func roundTrip() throws {
    let pair = try Self.pair()
    let (line, result) = try Self.line(pair) { result in
      result.pair.mirror = pair.source
      result.pair.source = nil
      result.pair.isSourceKnown = false
      result.pair.evidence.append("head")
      result.judgement = Judgement(.differs, level: .crc, reason: "\u{1B}[1m", evidence: ["head"])
      result.judgement.isDamaged = true
      result.failures = ["s3://a/b: 503"]
    }
    #expect(line.item == 3)
    #expect(line.key == pair.key)
    #expect(line.change(to: LookLine.Before(pair, reads: false)) == nil)
    let read = line.result(for: pair)
    #expect(read.pair.source == nil)
    #expect(read.pair.mirror == result.pair.mirror)
    #expect(read.pair.sourceRow == pair.sourceRow)
    #expect(!read.pair.isSourceKnown)
    #expect(read.pair.isMirrorKnown)
    #expect(read.pair.evidence == ["listing", "head"])
    #expect(read.judgement == result.judgement)
    #expect(read.failures == result.failures)
  }

  @Test("omit what a look did not change")
  func unchanged() throws {
    let pair = try Self.pair()
    let (line, _) = try Self.line(pair)
    #expect(line.result(for: pair).pair.source == pair.source)
    #expect(line.result(for: pair).pair.mirror == pair.mirror)
  }

  @Test("keep a key that is not UTF-8")
  func bytes() throws {
    var pair = try Self.pair()
    pair.key = [0x61, 0xFF, 0x2F]
    #expect(try Self.line(pair).line.key == pair.key)
  }

  @Test("say how a pair has changed since")
  func change() throws {
    let pair = try Self.pair()
    let (line, _) = try Self.line(pair)
    func change(_ body: (inout ObjectPair) -> Void, reads: Bool = false) -> String {
      var other = pair
      body(&other)
      return line.change(to: LookLine.Before(other, reads: reads)) ?? ""
    }
    let size = change { $0.mirror?.size = 13 }
    #expect(size.contains("was 12 bytes"))
    #expect(size.contains("is now 13 bytes"))
    let absent = change { $0.source = nil }
    #expect(absent.contains("source's object"))
    let untimed = change { $0.source?.modified = nil }
    #expect(untimed.contains("source's object"))
    let row = change { $0.sourceRow?.size = 1 }
    #expect(row.contains("rows"))
    let other = change { $0.mirrorRow = .init() }
    #expect(other.contains("rows"))
    let unlisted = change { $0.isMirrorKnown = false }
    #expect(unlisted.contains("listings"))
    let sampled = change({ _ in }, reads: true)
    #expect(sampled.contains("changed"))
    let dataset = change { $0.dataset = 9 }
    #expect(dataset.isEmpty)
  }

  @Test(
    "are refused if they are damaged",
    arguments: [
      "", "{}", #"{"type":"look","item":1,"key":"a"}"#,
      #"{"type":"look","item":"1","key":"a","before":{"rest":""},"after":{"judgement":{}}}"#,
      #"{"type":"look","item":1,"key":"a","before":{"rest":""},"after":{"judgement":{"#
        + #""verdict":"fine","level":"size"}}}"#,
    ])
  func damaged(_ text: String) {
    #expect(throws: FactsFault.self) { try LookLine(parsing: Array(text.utf8)) }
  }
}
