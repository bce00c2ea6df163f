import Glibc
import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Data files", .temporaryFolder)
struct DataFileTests {
  /// A dataset whose files are in the folder too.
  private func dataset(_ rows: [(key: String, size: String)]) async throws -> Dataset {
    let folder = TemporaryFolder.current
    for number in 0..<5 {
      try folder.write(String(repeating: "\(number)", count: number * 10), to: "ds/\(number).cdf")
    }
    let times = (0..<rows.count).map { "2015-06-01T0\($0):00:00Z" }
    return try await LocalRegistry.dataset(files: [
      "2015.csv": zip(times, rows).map { "\($0),\($0),\($1.key),\($1.size)\n" }.joined()
    ])
  }

  private static let good = (0..<5).map { (key: "s3://b/ds/\($0).cdf", size: "\($0 * 10)") }

  @Test(
    "come with their bytes, in order or as soon as they are ready", arguments: [true, false],
    [1, 3, 9])
  func contents(_ isInOrder: Bool, _ concurrency: Int) async throws {
    let dataset = try await dataset(Self.good)
    var options = ContentOptions()
    options.isInOrder = isInOrder
    options.concurrency = concurrency
    var found: [FileContent] = []
    for try await content in dataset.contents(of: dataset.files(), options) {
      found.append(content)
    }
    if isInOrder { #expect(found.map(\.position) == [0, 1, 2, 3, 4]) }
    for content in found {
      #expect(content.record.datakey == "s3://b/ds/\(content.position).cdf")
      let digit = UInt8(ascii: "0") + UInt8(content.position)
      #expect(try content.bytes.get() == [UInt8](repeating: digit, count: content.position * 10))
    }
    #expect(found.count == 5)
  }

  @Test(
    "with an address that has no bucket are refused, and no key of the bucket",
    arguments: ["file:///etc/passwd", "s3:///ds/1.cdf", "https:///ds/1.cdf"])
  func noBucket(datakey: String) async throws {
    let dataset = try await dataset([(datakey, "10")])
    for try await content in dataset.contents(of: dataset.files()) {
      guard case .failure(let error) = content.bytes else {
        Issue.record("\(datakey) has content")
        continue
      }
      #expect(error.code == .unsupported)
      #expect(error.description.contains("no bucket"))
    }
  }

  @Test func `that differ from the index are separate errors`() async throws {
    let dataset = try await dataset([
      ("s3://b/ds/1.cdf", "11"), ("s3://b/ds/2.cdf", "19"), ("s3://b/ds/9.cdf", "1"),
      ("s3://b/ds/3.cdf", "30"),
    ])
    var outcomes: [String] = []
    for try await content in dataset.contents(of: dataset.files()) {
      switch content.bytes {
      case .success: outcomes.append("good")
      case .failure(let error): outcomes.append(error.storage?.rawValue ?? error.code.rawValue)
      }
    }
    #expect(outcomes == ["differs", "differs", "notFound", "good"])
  }

  @Test(
    "are compared with their checksum",
    arguments: [
      ("SHA-256", "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b", true),
      ("sha256", "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35", false),
      ("md5", "C4CA4238A0B923820DCC509A6F75849B", true),
      ("MD5", "c81e728d9d4c2f636f067f89cc14862c", false), ("crc99", "unknown", true),
    ])
  func checksum(_ algorithm: String, _ value: String, _ isRight: Bool) async throws {
    let folder = TemporaryFolder.current
    try folder.write("1", to: "ds/x.cdf")
    let dataset = try await LocalRegistry.dataset(files: [
      "2015.csv": """
      # start, stop, datakey, filesize, checksum, checksum_algorithm
      2015-01-01T00:00Z,2015-01-01T00:01Z,s3://b/ds/x.cdf,1,\(value),\(algorithm)
      """
    ])
    for try await content in dataset.contents(of: dataset.files()) {
      let isSuccess = if case .success = content.bytes { true } else { false }
      #expect(isSuccess == isRight)
    }
  }

  @Test func `are copied completely, and only once`() async throws {
    let dataset = try await dataset(Self.good)
    let target = TemporaryFolder.current.path + "/copies/deep"
    let fetch = FileFetch(dataset, to: target)
    var outcomes: [FileFetch.Outcome] = []
    for _ in 0..<2 {
      try await fetch.fetch(dataset.files(), concurrency: 3) { report in
        if case .success(let outcome) = report.outcome { outcomes.append(outcome) }
      }
    }
    #expect(outcomes.count == 10)
    #expect(outcomes[5...].allSatisfy { $0 == .present })
    let listing = try FileStorage(copy: target).listAll()
    #expect(listing.objects.map(\.key) == (0..<5).map { "ds/\($0).cdf" })
    #expect(listing.objects.map(\.size) == [0, 10, 20, 30, 40])
  }

  @Test func `resume where the download stopped`() async throws {
    let dataset = try await dataset(Self.good)
    let record = try #require(try await LocalRegistry.all(dataset.files()).last)
    let folder = TemporaryFolder.current
    let path = folder.path + "/t/ds/4.cdf"
    let info = try await dataset.open(record).info
    let partial = try PartialFile(path, of: info)
    try partial.append(Array("4444444".utf8))
    let busy = await #expect(throws: ReadingError.self) {
      try await FileFetch(dataset, to: folder.path + "/t").fetch(record)
    }
    #expect(busy?.detail.contains("another process") == true)
    withExtendedLifetime(partial) {}
  }

  @Test func `that were started are not started again`() async throws {
    let dataset = try await dataset(Self.good)
    let record = try #require(try await LocalRegistry.all(dataset.files()).last)
    let folder = TemporaryFolder.current
    let info = try await dataset.open(record).info
    func begin() throws {
      let partial = try PartialFile(folder.path + "/t/ds/4.cdf", of: info)
      try partial.append(Array("4444444".utf8))
    }
    try begin()
    let outcome = try await FileFetch(dataset, to: folder.path + "/t").fetch(record)
    #expect(outcome == .fetched(bytes: 33))
    let bytes = try FileStorage(copy: folder.path).bytes(of: "t/ds/4.cdf", limit: 100)
    #expect(bytes == [UInt8](repeating: UInt8(ascii: "4"), count: 40))
  }

  @Test func `that exist and differ from the index are fetched again`() async throws {
    let dataset = try await dataset(Self.good)
    let record = try #require(try await LocalRegistry.all(dataset.files()).last)
    let folder = TemporaryFolder.current
    try folder.write("mine", to: "t/4.cdf")
    let target = folder.path + "/t"
    let fetch = FileFetch(dataset, to: target, isFlat: true)
    #expect(try await fetch.fetch(record) == .fetched(bytes: 40))
    #expect(try await fetch.fetch(record) == .present)
    let again = FileFetch(dataset, to: target, existing: .replace, isFlat: true)
    #expect(try await again.fetch(record) == .fetched(bytes: 40))
  }

  @Test func `that exist with the wrong bytes are fetched again if there is a checksum`()
    async throws
  {
    let folder = TemporaryFolder.current
    try folder.write("1", to: "ds/x.cdf")
    try folder.write("2", to: "t/ds/x.cdf")
    let sum = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    let dataset = try await LocalRegistry.dataset(files: [
      "2015.csv": """
      # start, stop, datakey, filesize, checksum, checksum_algorithm
      2015-01-01T00:00Z,2015-01-01T00:01Z,s3://b/ds/x.cdf,1,\(sum),SHA-256
      """
    ])
    let record = try #require(try await LocalRegistry.all(dataset.files()).first)
    let fetch = FileFetch(dataset, to: folder.path + "/t")
    #expect(try await fetch.fetch(record) == .fetched(bytes: 1))
    #expect(try await fetch.fetch(record) == .present)
  }

  /// Keys, whether directories are omitted, and the words of the error; nil for no error.
  static let plans: [(keys: [String], isFlat: Bool, words: [String]?)] = [
    (["s3://b/a/x", "s3://b/c/x"], true, ["s3://b/a/x", "s3://b/c/x", "--flat"]),
    (["s3://b/a/x", "s3://b/c/x"], false, nil),
    (["s3://b/d//A", "s3://b/d/A"], false, ["s3://b/d//A", "s3://b/d/A"]),
    (["s3://b/d/a", "s3://other/d/a"], false, ["s3://b/d/a", "s3://other/d/a"]),
    (["s3://b/d", "s3://b/d/a"], false, ["a file and a directory"]),
    (["s3://b/d/a", "s3://b/d/a"], false, nil), (["s3://b/é", "s3://b/e\u{301}"], false, nil),
    (["s3://b/d/a", "https://b.s3.amazonaws.com/d/a"], false, nil),
  ]

  @Test("go to different paths, which is checked first", arguments: plans.indices)
  func collisions(_ number: Int) async throws {
    let example = Self.plans[number]
    let fetch = FileFetch(try await dataset(Self.good), to: "t", isFlat: example.isFlat)
    var plan = FetchPlan(fetch)
    for key in example.keys + ["s3://b/other"] {
      plan.add(FileRecord(start: nil, datakey: key, filesize: 1))
    }
    plan.check()
    // The other files are fetched.
    #expect(plan.records.last?.datakey == "s3://b/other")
    #expect(
      plan.records.count + plan.refusals.count + plan.repeatedRows == example.keys.count + 1)
    #expect(plan.size == plan.records.count)
    let problem = plan.refusals.first?.error.description
    #expect((problem == nil) == (example.words == nil), "\(problem ?? "no error")")
    for word in example.words ?? [] { #expect(problem?.contains(word) == true) }
  }

  @Test func `that were replaced are taken if the user accepts their size`() async throws {
    let dataset = try await dataset([("s3://b/ds/2.cdf", "19")])
    let record = try #require(try await LocalRegistry.all(dataset.files()).first)
    let target = TemporaryFolder.current.path + "/t"
    let error = await #expect(throws: ReadingError.self) {
      try await FileFetch(dataset, to: target).fetch(record)
    }
    #expect(error?.detail.contains("20 bytes") == true && error?.detail.contains("19") == true)
    let fetch = FileFetch(dataset, to: target, acceptsAnySize: true)
    #expect(
      try await fetch.fetch(record) == .fetchedOtherSize(bytes: 20, size: 20, sizeInIndex: 19))
    #expect(try await fetch.fetch(record) == .presentOtherSize(size: 20, sizeInIndex: 19))
  }

  @Test(
    "are never written outside the directory",
    arguments: [
      "s3://b/../x", "s3://b/a/../../x", "s3://b//etc/x", "s3://b/./x", "../x", "/etc/x", "s3://b/",
      "s3://b/a/",
    ])
  func unsafe(_ key: String) async throws {
    let dataset = try await dataset(Self.good)
    let fetch = FileFetch(dataset, to: TemporaryFolder.current.path + "/t")
    #expect(throws: ReadingError.self) {
      try fetch.path(of: FileRecord(start: nil, datakey: key))
    }
  }
}
