import Formats
import ObjectStorage
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryValidation

@Suite("The facts of an index file")
struct FileFactsTests {
  private let options = CheckOptions(rules: .standard, profile: .default)

  private func facts(_ text: String, name: String = "ds_2010.csv") async -> (FileFacts, Location) {
    let file = BucketTree.File(
      store: ObjectTree(memory: [name: Array(text.utf8)]), key: name, size: text.utf8.count)
    let job = IndexJob(
      file: file, name: IndexFileName(name),
      expectation: IndexExpectation(
        dataset: "ds", year: 2010, dialect: .spec10, isDialectCertain: true, bucket: "s3://b/",
        parameters: nil, isInfoKnown: true))
    return (FileFacts(await job.run(options, progress: ValidationProgress())), file.location)
  }

  private func written(_ facts: FileFacts) -> [UInt8] {
    var members = FactsMembers()
    facts.write(to: &members)
    return JSONWriter.write(members.value, layout: .singleLine)
  }

  static let contents = [
    "",
    "# start, stop, datakey, filesize\n",
    "2010-01-01T00:00:00Z,2010-01-02T00:00:00Z,s3://b/ds/1.cdf,5\n",
    // Faults of rows, a later year, times in two precisions.
    """
    2010-01-01T00:00:00Z,2010-01-02T00:00:00Z,s3://b/ds/1.cdf,5
    2010-01-05T00:00:00.000Z,2010-01-06T00:00:00.000Z,s3://b/ds/0.cdf,x
    2009-01-05T00:00:00Z,later,s3://c/ds/2.cdf,-1

    "2010-03-01T00:00:00Z",2011-03-01T00:00:00Z,"s3://b/ds/\u{e9}""3.cdf",7,,
    """,
    // Rows of the next year and of a later one.
    """
    2010-01-01T00:00:00Z,2010-01-02T00:00:00Z,s3://b/ds/1.cdf,5
    2011-01-01T00:00:00Z,2011-01-02T00:00:00Z,s3://b/ds/2.cdf,5
    2012-01-01T00:00:00Z,2012-01-02T00:00:00Z,s3://b/ds/3.cdf,5

    """,
    // As many times with milliseconds as without.
    """
    2010-01-01T00:00:00Z,2010-01-02T00:00:00Z,s3://b/ds/1.cdf,5
    2010-01-05T00:00:00.000Z,2010-01-06T00:00:00.000Z,s3://b/ds/2.cdf,6

    """,
    "<html><body>not found</body></html>\n",
  ]

  @Test("are the same after they were written and read", arguments: contents)
  func roundTrip(content: String) async throws {
    let (facts, file) = await facts(content)
    let bytes = written(facts)
    let again = try FileFacts(
      facts: try FactsObject(parsing: bytes), file: file, options: options)
    #expect(written(again) == bytes)
    #expect(again.findings?.tallies == facts.findings?.tallies || !facts.ties.isEmpty)
    #expect(again.ties.keys == facts.ties.keys)
  }

  @Test("keep a tie of precisions until the other files settle it")
  func ties() async {
    let (tied, _) = await facts(Self.contents[5])
    let (seconds, _) = await facts(Self.contents[2])
    #expect(tied.ties.keys.sorted() == [0, 20, 24])
    var alone = [tied]
    FileFacts.settleTies(in: &alone, datasets: ["ds"])
    #expect(alone[0].summary?.timeLength == 24)
    var both = [tied, seconds]
    FileFacts.settleTies(in: &both, datasets: ["ds", "ds"])
    #expect(both[0].summary?.timeLength == 20)
    var apart = [tied, seconds]
    FileFacts.settleTies(in: &apart, datasets: ["ds", "other"])
    #expect(apart[0].summary?.timeLength == 24)
  }

  @Test("have bytes that are not UTF-8")
  func bytes() throws {
    for bytes: [UInt8] in [[], Array("a\"\n".utf8), [0xFF, 0x00, 0x41]] {
      let text = JSONWriter.write(["a": FactsBytes.value(bytes)], layout: .singleLine)
      let node = try JSONParser.parse(text).root["a"]
      #expect(try FactsBytes.read(node) == bytes)
    }
  }

  @Test("keep every time")
  func times() throws {
    for text in [
      "2016-12-31T23:59:60Z", "2010-01-01T00:00:00.123456Z", "2010-01-01Z", "2010-01-01T00:00Z",
    ] {
      let time = try SCRTime(parsing: text)
      let line = JSONWriter.write(["t": time.facts], layout: .singleLine)
      let again = try SCRTime(facts: try FactsObject(parsing: line), "t")
      #expect(again?.text == time.text)
    }
  }

  @Test("of a later form are refused")
  func faults() throws {
    let file = Location(uri: "f", key: "f")
    for text in ["{}", #"{"summary":{}}"#, #"{"summary":{"keyOrder":[1,2]}}"#, #"{"file":3}"#] {
      let object = try FactsObject(parsing: Array(text.utf8))
      #expect(throws: FactsFault.self) {
        try FileFacts(facts: object, file: file, options: options)
      }
    }
  }
}
