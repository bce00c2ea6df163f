@testable import ObjectStorage
@testable import RegistryValidation
@testable import SharedCloudRegistry

extension ParserCheck {
  /// Checks an input as an index file with and without the fast test; the findings must be equal.
  @Sendable static func index(_ text: [UInt8]) -> String? {
    let year = text.count % 2 == 0 ? 2010 : nil
    let fast = check(text, usesFastTest: true, year: year)
    let careful = check(text, usesFastTest: false, year: year)
    return fast == careful ? nil : "with the fast test \(fast), without \(careful)"
  }

  /// Returns the number of findings by rule, and of rows.
  private static func check(_ text: [UInt8], usesFastTest: Bool, year: Int?) -> [String: Int] {
    var options = options
    options.usesFastTest = usesFastTest
    let place = Location(uri: "ds_2010.csv", key: "ds_2010.csv")
    let expectation = IndexExpectation(
      dataset: "ds", year: year, dialect: .spec10, isDialectCertain: true, bucket: "s3://b/",
      parameters: nil, isInfoKnown: true)
    let checked = options
    let outcome = BlockingCall(on: threads) {
      let check = IndexCheck(file: place, expectation: expectation, options: checked)
      return try? await check.run(LocalReader(LocalObject(text)), progress: { _, _ in })
    }.wait()
    guard let (reporter, summary) = outcome else { return [:] }
    var counts = Dictionary(
      uniqueKeysWithValues: reporter.tallies.map { ($0.key.code, $0.value.total) })
    counts["rows"] = summary.rows
    return counts
  }

  private static let threads = ThreadPool(threads: 1)

  private static let options: CheckOptions = {
    var options = CheckOptions(rules: RuleBook.standard, profile: .strict)
    options.lineLimit = 2048
    options.indexChunk = 512
    return options
  }()
}
