import Testing

@testable import RegistryPublishing

@Suite("Versions")
struct VersionOrderTests {
  static let ascending = [
    "", "1", "01.1", "1.9", "1.10", "2", "7.1.9", "7.1.10", "v1", "v02", "v10",
  ]

  @Test("are compared by number")
  func order() {
    for (index, left) in Self.ascending.enumerated() {
      for (other, right) in Self.ascending.enumerated() {
        let order = VersionOrder.compare(Array(left.utf8)[...], with: Array(right.utf8)[...])
        #expect(order.signum() == (index - other).signum(), "\(left) and \(right)")
      }
    }
    let equal = [("01", "1"), ("1.0", "1"), ("1", "1.0.0"), ("2.00", "02"), ("v1", "v01.0")]
    for (one, other) in equal {
      #expect(VersionOrder.compare(Array(one.utf8)[...], with: Array(other.utf8)[...]) == 0)
    }
  }
}

@Suite("Stops")
struct StopPolicyTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var policy: StopPolicy
    var start: Int64
    var next: Int64?
    var stop: String
    var testDescription: String { "\(policy) gives \(stop)" }
  }

  /// 2020-02-29T12:00:00Z.
  static let leapNoon: Int64 = 1_582_977_600_000_000
  static let minute: Int64 = 60_000_000

  static let cases = [
    Case(policy: .sameAsStart, start: leapNoon, stop: "2020-02-29T12:00:00Z"),
    Case(policy: .duration(90 * minute), start: leapNoon, stop: "2020-02-29T13:30:00Z"),
    Case(
      policy: .nextStart(maximumGap: 60 * minute), start: leapNoon, next: leapNoon + minute,
      stop: "2020-02-29T12:01:00Z"),
    Case(
      policy: .nextStart(maximumGap: 60 * minute), start: leapNoon, next: leapNoon + 90 * minute,
      stop: "2020-02-29T13:00:00Z"),
    Case(
      policy: .nextStart(maximumGap: 60 * minute), start: leapNoon, stop: "2020-02-29T13:00:00Z"),
    Case(policy: .period("end-of-day"), start: leapNoon, stop: "2020-03-01T00:00:00Z"),
    Case(policy: .period("end-of-month"), start: leapNoon, stop: "2020-03-01T00:00:00Z"),
    Case(policy: .period("end-of-year"), start: leapNoon, stop: "2021-01-01T00:00:00Z"),
    Case(policy: .period("end-of-day"), start: -1, stop: "1970-01-01T00:00:00Z"),
  ]

  @Test("follow the policy", arguments: cases)
  func stop(_ example: Case) {
    let stop = example.policy.stop(of: example.start, next: example.next)
    #expect(microsecondText(stop) == example.stop)
  }
}

@Suite("Sorting")
struct FileSorterTests {
  static func files(_ count: Int) -> [IndexedFile] {
    var generator = SeededNumbers(state: 7)
    return (0..<count).map { number in
      var file = IndexedFile(
        dataset: Int32(generator.next() % 3), start: Int64(generator.next() % 50),
        stop: IndexedFile.noTime, size: Int64(number), datakey: Array("s3://b/\(number)".utf8))
      if number % 3 == 0 { file.present = .init(start: 1, stop: 2, size: 3, columns: 4) }
      if number % 5 == 0 { file.version = 1..<3 }
      if number % 7 == 0 { file.columns = Array(",x".utf8) }
      file.isListed = number % 11 != 0
      return file
    }
  }

  /// A generator that gives the same numbers on every machine.
  struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }

  private func sorted(_ files: [IndexedFile], memory: Int) throws -> [IndexedFile] {
    var sorter = FileSorter(memory: memory)
    for file in files { try sorter.add(file) }
    var sorted = try sorter.finish()
    var result: [IndexedFile] = []
    while let file = try sorted.next() { result.append(file) }
    return result
  }

  @Test("gives the same in memory and through temporary files")
  func spill() throws {
    let files = Self.files(3000)
    let inMemory = try sorted(files, memory: 1 << 30)
    let spilled = try sorted(files.reversed(), memory: 20_000)
    #expect(inMemory == spilled)
    #expect(inMemory.count == files.count)
    #expect(Set(inMemory) == Set(files))
  }

  @Test("goes by dataset, start and datakey")
  func order() throws {
    let sorted = try sorted(Self.files(500), memory: 4000)
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      let isLess = (left.dataset, left.start) < (right.dataset, right.start)
      let isTie = left.dataset == right.dataset && left.start == right.start
      #expect(isLess || isTie && left.datakey.precedes(right.datakey))
    }
  }

  @Test("an empty sorter gives nothing")
  func empty() throws { #expect(try sorted([], memory: 1).isEmpty) }
}

@Suite("Rows")
struct RowAssemblyTests {
  static let mission = """
    version: 1
    bucket: {endpoint: "s3://b/", name: B, contact: c}
    datasets:
      - {id: a, match: "a_%Y%m%d_v{version}.cdf", stop: next-start, maximum-gap: P2D}
    """

  /// A file of a day, in a version.
  static func file(_ day: Int64, _ version: Int) -> IndexedFile {
    let key = "s3://b/a_\(day)_v\(version).cdf"
    var file = IndexedFile(
      dataset: 0, start: day * 86_400_000_000, stop: IndexedFile.noTime, size: 1,
      datakey: Array(key.utf8))
    file.version = key.utf8.count - 4 - "\(version)".utf8.count..<key.utf8.count - 4
    return file
  }

  @Test("are the same for any batch size", arguments: [1, 2, 3, 7, 1000])
  func batches(_ count: Int) throws {
    let mission = try Mission(parsing: Array(Self.mission.utf8), path: "m.yml")
    let dataset = KeyMatcher.Dataset(pattern: 0, id: "a", captures: [:])
    var sorter = FileSorter()
    for day in Int64(0)..<50 {
      for version in 0...Int(day % 7) where day % 10 != 9 {
        try sorter.add(Self.file(day, version))
      }
    }
    var gone = Self.file(30, 9)
    gone.isListed = false
    gone.present = .init(start: gone.start, stop: gone.start, size: 1, columns: 0)
    try sorter.add(gone)
    let joined = JoinedFiles(try sorter.finish(), keepsMissing: false)
    var assembly = RowAssembly(joined, of: mission, datasets: [dataset])
    var rows: [String] = []
    var hasMore = true
    while hasMore {
      var made = PackedFiles()
      hasMore = try assembly.next(into: &made, count: count)
      for index in 0..<made.count {
        let file = made.file(index)
        let days = (file.stop - file.start) / 86_400_000_000
        rows.append("\(String(decoding: file.datakey, as: UTF8.self)) \(days)")
      }
    }
    let expected = (0..<50).filter { $0 % 10 != 9 }.map { day in
      "s3://b/a_\(day)_v\(day % 7).cdf \(day % 10 == 8 ? 2 : 1)"
    }
    #expect(rows == expected)
    #expect(assembly.removed[0]?.changes.removed == 1)
    #expect(
      assembly.dropped[0]?.superseded
        == (0..<50).filter { $0 % 10 != 9 }.map { $0 % 7 }.reduce(0, +))
  }
}

@Suite("A file in a listing and in an index")
struct JoinedFilesTests {
  static func file(_ key: String, start: Int64 = 0, size: Int64, row: Int64? = nil) -> IndexedFile {
    var file = IndexedFile(
      dataset: 0, start: start, stop: IndexedFile.noTime, size: size, datakey: Array(key.utf8))
    file.isListed = row == nil
    file.present = row.map { .init(start: start, stop: start, size: $0, columns: 0) }
    return file
  }

  /// The joined files: datakey, size, and the size in the present index.
  static func joined(
    _ files: [IndexedFile], keepsMissing: Bool
  ) throws -> (
    files: [String], repeated: Int, removed: Int
  ) {
    var sorter = FileSorter()
    for file in files { try sorter.add(file) }
    var joined = JoinedFiles(try sorter.finish(), keepsMissing: keepsMissing)
    var window = PackedFiles()
    var room = 1
    while try !joined.fill(&window, to: room) { room += 1 }
    let found = (0..<window.count).map { index in
      let file = window.file(index)
      let key = String(decoding: file.datakey, as: UTF8.self)
      return "\(key) \(file.size) \(file.present?.size ?? -1)"
    }
    return (found, joined.repeated[0] ?? 0, joined.removed[0]?.changes.removed ?? 0)
  }

  @Test("becomes one, whichever comes first")
  func join() throws {
    let listed = Self.file("a", size: 2)
    let present = Self.file("a", size: 1, row: 1)
    for files in [[listed, present], [present, listed]] {
      #expect(try Self.joined(files, keepsMissing: false).files == ["a 2 1"])
    }
  }

  @Test("that is listed twice has its later state")
  func repeated() throws {
    var later = Self.file("a", size: 1)
    later.modified = 5
    let earlier = Self.file("a", size: 9)
    let joined = try Self.joined([later, earlier, Self.file("b", size: 3)], keepsMissing: true)
    #expect(joined.files == ["a 1 -1", "b 3 -1"])
    #expect(joined.repeated == 1)
  }

  @Test("that is only in the index stays, or is counted as removed")
  func missing() throws {
    let files = [
      Self.file("a", size: 1, row: 1), Self.file("b", size: 2), Self.file("c", size: 3, row: 3),
    ]
    #expect(try Self.joined(files, keepsMissing: true).files == ["a 1 1", "b 2 -1", "c 3 3"])
    let pruned = try Self.joined(files, keepsMissing: false)
    #expect(pruned.files == ["b 2 -1"])
    #expect(pruned.removed == 2)
  }
}
