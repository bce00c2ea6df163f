/// What each of several publishers of one dataset does, and what is there before.
package struct PublisherScenario: Sendable, CustomStringConvertible {
  package var description: String
  var before: [String]
  var lines: [[String]]

  /// Two publishers, each with a file of its own.
  package static let pairs = [
    PublisherScenario(
      description: "add a row to one year each", before: [line(2015, day: 1)],
      lines: [[line(2015, day: 2)], [line(2015, day: 3)]]),
    PublisherScenario(
      description: "add a row at the start and at the end", before: [line(2015, day: 5)],
      lines: [[line(2015, day: 1)], [line(2015, day: 9)]]),
    PublisherScenario(
      description: "begin the same new year", before: [line(2015, day: 1)],
      lines: [[line(2016, day: 2)], [line(2016, day: 3)]]),
    PublisherScenario(
      description: "begin different years", before: [line(2015, day: 1)],
      lines: [[line(2014, day: 2)], [line(2016, day: 3)]]),
    PublisherScenario(
      description: "make the registry", before: [],
      lines: [[line(2015, day: 2)], [line(2015, day: 3)]]),
  ]

  /// So many publishers, each with a file of its own, over a registry of two years.
  static func several(_ count: Int) -> PublisherScenario {
    PublisherScenario(
      description: "\(count) publishers", before: [line(2015, day: 1), line(2016, day: 1)],
      lines: (0..<count).map { [line(2014 + $0 % 4, day: 2 + $0)] })
  }

  /// The key of a file of a year.
  static func key(_ year: Int, day: Int) -> String {
    "data/\(year)/ds_\(year)01\(day < 10 ? "0" : "")\(day)00_v1.cdf"
  }

  /// The line of that file in a listing.
  static func line(_ year: Int, day: Int) -> String { "\(key(year, day: day)),\(10 + day)" }

  /// All orders of so many requests of two publishers.
  static func orders(_ first: Int, _ second: Int) -> [[Int]] {
    if first == 0 { return [Array(repeating: 1, count: second)] }
    if second == 0 { return [Array(repeating: 0, count: first)] }
    return orders(first - 1, second).map { [0] + $0 } + orders(first, second - 1).map { [1] + $0 }
  }
}
