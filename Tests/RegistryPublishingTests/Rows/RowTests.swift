import Testing

@testable import RegistryPublishing

@Suite("Versions")
struct VersionOrderTests {
  static let ascending = [
    "", "1", "01.1", "1.9", "1.10", "2", "7.1.9", "7.1.10", "v1", "v02", "v10",
  ]

  @Test("are compared by their numbers")
  func order() {
    for (index, left) in Self.ascending.enumerated() {
      for (other, right) in Self.ascending.enumerated() {
        let order = VersionOrder.compare(Array(left.utf8)[...], Array(right.utf8)[...])
        #expect(order.signum() == (index - other).signum(), "\(left) and \(right)")
      }
    }
    #expect(VersionOrder.compare(Array("01".utf8)[...], Array("1".utf8)[...]) == 0)
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

  /// A generator that gives the same numbers everywhere.
  struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }

  private func sorted(
    _ files: [IndexedFile], by order: FileSorter.Order, memory: Int
  ) throws -> [IndexedFile] {
    var sorter = FileSorter(by: order, memory: memory)
    for file in files { try sorter.add(file) }
    var sorted = try sorter.finish()
    var result: [IndexedFile] = []
    while let file = try sorted.next() { result.append(file) }
    return result
  }

  @Test(
    "gives the same in memory and through temporary files",
    arguments: [
      FileSorter.Order.time, .datakey,
    ])
  func spill(_ order: FileSorter.Order) throws {
    let files = Self.files(3000)
    let inMemory = try sorted(files, by: order, memory: 1 << 30)
    let spilled = try sorted(files.reversed(), by: order, memory: 20_000)
    #expect(inMemory == spilled)
    #expect(inMemory.count == files.count)
    #expect(Set(inMemory) == Set(files))
  }

  @Test("by time goes by dataset, start, stop and datakey")
  func time() throws {
    let sorted = try sorted(Self.files(500), by: .time, memory: 4000)
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      let isLess =
        (left.dataset, left.start, left.stop) < (right.dataset, right.start, right.stop)
      let isTie =
        left.dataset == right.dataset && left.start == right.start && left.stop == right.stop
      #expect(isLess || isTie && left.datakey.precedes(right.datakey))
    }
  }

  @Test("an empty sorter gives nothing")
  func empty() throws { #expect(try sorted([], by: .time, memory: 1).isEmpty) }
}
