import ObjectStorage
import Testing

@testable import RegistryMirrors

@Suite("ETags are compared only where they can be")
struct ETagTests {
  /// Two ETags and what follows from them.
  struct Case: Sendable, CustomTestStringConvertible {
    var source: String
    var mirror: String
    var encryptions: (Encryption, Encryption) = (.plain, .plain)
    var parts: (Int?, Int?) = (nil, nil)
    var answer: Answer
    var testDescription: String { "\(source) and \(mirror): \(answer)" }
  }

  enum Answer: Sendable { case equal, differs, unknown }

  static let one = "0123456789abcdef0123456789abcdef"
  static let two = "fedcba9876543210fedcba9876543210"

  static let cases = [
    Case(source: one, mirror: one, answer: .equal),
    Case(source: "\"\(one)\"", mirror: one.uppercased(), answer: .equal),
    Case(source: one, mirror: one, encryptions: (.keyed, .keyed), answer: .equal),
    Case(source: one, mirror: two, answer: .differs),
    Case(source: one, mirror: two, encryptions: (.unknown, .plain), answer: .unknown),
    Case(source: one, mirror: two, encryptions: (.plain, .unknown), answer: .unknown),
    Case(source: one, mirror: two, encryptions: (.keyed, .plain), answer: .unknown),
    Case(source: one, mirror: two, encryptions: (.plain, .keyed), answer: .unknown),
    Case(source: one + "-3", mirror: one + "-3", answer: .equal),
    Case(source: one + "-3", mirror: two + "-3", answer: .unknown),
    Case(source: one + "-3", mirror: two + "-3", parts: (8, 8), answer: .differs),
    Case(source: one + "-3", mirror: two + "-3", parts: (8, 16), answer: .unknown),
    Case(source: one + "-3", mirror: two + "-3", parts: (8, nil), answer: .unknown),
    Case(
      source: one + "-3", mirror: two + "-3", encryptions: (.keyed, .plain), parts: (8, 8),
      answer: .unknown),
    Case(source: one + "-3", mirror: one + "-4", answer: .unknown),
    Case(source: one + "-3", mirror: one, answer: .unknown),
    Case(source: one, mirror: one + "-3", answer: .unknown),
    Case(source: "Zm9vYmFy", mirror: "Zm9vYmFy", answer: .unknown),
    Case(source: "W/\"\(one)\"", mirror: one, answer: .unknown),
    Case(source: "5f-61a0b2", mirror: one, answer: .unknown),
    Case(source: one + "-0", mirror: one + "-0", answer: .unknown),
    Case(source: one + "-10001", mirror: one + "-10001", answer: .unknown),
    Case(source: "", mirror: "", answer: .unknown),
  ]

  @Test("as the table says", arguments: cases)
  func table(_ example: Case) {
    let answer = ETagComparison.compare(
      .init(
        etag: ETag(example.source), encryption: example.encryptions.0, partSize: example.parts.0),
      with: .init(
        etag: ETag(example.mirror), encryption: example.encryptions.1, partSize: example.parts.1))
    switch (answer, example.answer) {
    case (.equal, .equal), (.differs, .differs), (.unknown, .unknown): break
    default: Issue.record("\(answer)")
    }
  }

  @Test(
    "the part size follows from size and number",
    arguments: [
      (5_970_150_664, 380, [15 << 20]), (13_913_280, 2, [7 << 20, 8 << 20, 10 << 20, 12 << 20]),
      (13_913_280, 3, [5 << 20, 6 << 20]),
      (
        17_325_568, 2,
        [
          9 << 20, 10 << 20, 12 << 20, 15 << 20, 16 << 20,
        ]
      ),
      (100, 2, []), (5 << 30, 1024, [5 << 20]), (0, 3, []),
    ] as [(Int, Int, [Int])])
  func partSizes(_ size: Int, _ count: Int, _ expected: [Int]) {
    #expect(PartSizes.candidates(forSize: size, parts: count) == expected)
  }
}
