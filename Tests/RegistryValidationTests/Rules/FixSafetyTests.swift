import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryValidation

/// How safe a fix is, is told without making it, for rows that are not listed.
@Suite("Safety of fixes")
struct FixSafetyTests {
  private static let shapes = [
    "0000-00-00T00:00:00", "0000-00-00 00:00:00", "0000-00-00T00:00:00z", "0000-00-00t00:00:00Z",
    "0000-00-00T00:00:00+00:00", "0000-00-00 00:00:00.000-00:00", "0000-00-00T00:00:00.000000",
    "0000-0-0T0:0:0Z", "0000/00/00 00:00", "00/00/0000", "00-00-00T00:00:00Z", "0000-000T00:00:00Z",
    "00000000T000000Z", "00000000000000", "0000-00-00T00.00.00Z", "0000-00-00T00:00.00Z",
    "0000-00-00", "0000", " 0000 ", "0000-00-00T0000Z", "0000-00-00T00-00-00",
    "0000-00-00T00:00:00,0Z",
    "0000-00-00T00:00:00+0000", "0000-00-00T00:00:00-00", "0000-00-00T00Z", "0000-00-00:00:00:00",
    "0000-00-00T:00:00:00Z", "None", "0000-00-00T00:00:00 UTC", "0000-00-00T00:00:00.0000000000Z",
    "0000-00-00T00:00:00é",
  ]
  /// What numbers can be that count: months, days, hours, minutes, seconds, years.
  private static let numbers = [
    0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 22, 23, 24, 25, 28, 29, 30, 31, 32, 58, 59, 60, 61, 75, 99,
  ]
  private static let years = [
    0, 1, 1600, 1601, 1900, 1999, 2000, 2004, 2015, 2016, 2100, 2400, 9999,
  ]

  /// A shape with numbers in the places of its zeros; zeros stay now and then.
  private static func text(_ shape: String, _ random: inout SeededGenerator) -> String {
    var result = ""
    var zeros = 0
    for character in shape + "\0" {
      if character == "0" {
        zeros += 1
        continue
      }
      if zeros > 0 {
        let number =
          zeros == 4
          ? years.randomElement(using: &random) ?? 0
          : Bool.random(using: &random) ? numbers.randomElement(using: &random) ?? 0 : 0
        let digits = String(number)
        result += String(repeating: "0", count: max(0, zeros - digits.count)) + digits.suffix(zeros)
        zeros = 0
      }
      if character != "\0" { result.append(character) }
    }
    return result
  }

  @Test("of wrong times is told by their form as it is by their repair", arguments: shapes)
  func times(_ shape: String) {
    var random = SeededGenerator(seed: 7)
    var forms = TimeForms()
    for _ in 0..<3000 {
      let text = Self.text(shape, &random)
      let bytes = Array(text.utf8)
      guard (try? SCRTime(parsing: bytes.span)) == nil else { continue }
      let repair = TimeRepair(of: text)
      let expected = repair.corrected.map { _ in repair.isGuess ? Fix.Safety.unsafe : .safe }
      #expect(forms.safety(of: bytes.span) == expected, "\(text)")
    }
  }

  private static let rows = [
    "2015-09-01T00:00:00,2015-09-01T00:01:00,s3://b/ds/a.cdf,1",
    "2015-09-01 00:00:00+00:00,2015-09-01T00:01:00,s3://b/ds/a.cdf,1",
    "2015-09-01T00:00:00Z, 2015-09-01T00:01:00Z, s3://b/ds/a.cdf, 1",
    "2015-09-01T00:00:00Z, 2015-09-01T00:01:00Z,s3://b/ds/a.cdf,1",
    " #2015-09-01T00:00:00Z ,2015-09-01T00:01:00Z ,s3://b/ds/a.cdf ,1 ",
    "'2015-09-01T00:00:00Z','2015-09-01T00:01:00Z','s3://b/ds/a.cdf','1'",
    "\u{201C}2015-09-01T00:00:00Z\u{201D},2015-09-01T00:01:00Z,s3://b/ds/a.cdf,1",
    "2015-09-01T00:00:00Z,2015-09-01T00:01:00Z,/ds/a.cdf,1",
    "2015-09-01T00:00:00Z,2015-09-01T00:01:00Z,ds/a.cdf,+1",
    "2015-09-01T00:00:00Z,2015-09-01T00:01:00Z,S3://b/ds/a.cdf,1.0",
    "2015-09-01T00:00:00Z,2015-09-01T00:01:00Z,s3a://b/ds/a.cdf,x",
    "2015-09-01T00:00:00Z,2015-09-01T00:01:00Z,s3:/b/ds/a.cdf,",
    "2015-09-01T00:00:00Z,2015-09-01T00:01:00Z,s3://b/ds/a.cdf,1,,",
    "2015-09-01,2015-09-02,s3://b/ds/a.cdf,1", "2015-09-01T00:00:00.0001Z,,s3://b/ds/a.cdf,1",
    "2016-12-31T23:59:60Z,2017-01-01T00:00:00.00000Z,s3://b/ds/a.cdf,1",
    "static,static,s3://b/ds/a.cdf,1", "2015-09-01T00:00:00Z,2014-09-01T00:01:00Z,,0", "a,b", ",,,",
  ]

  @Test("of each fault of a row is that of its recipe", arguments: rows)
  func faults(_ row: String) {
    let context = RowContext(
      layout: .standard, timeLength: 20, allowsStatic: false, bucket: Array("s3://b/".utf8),
      year: 2015)
    var examination = RowExamination(context: context)
    examination.returns = 1
    let line = Array(row.utf8)
    examination.examine(line.span)
    var forms = TimeForms()
    for fault in RowFault.all where examination.faults.contains(fault) {
      let recipe = fault.recipe(for: line.span, examined: examination)
      #expect(
        fault.safety(for: line.span, examined: examination, forms: &forms) == recipe?.safety,
        "\(fault)")
    }
  }
}
