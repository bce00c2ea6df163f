import JSONSchema
import Testing

@Suite("Decimals")
struct DecimalTests {
  func decimal(_ text: String) -> Decimal { Decimal(parsing: Array(text.utf8).span) }

  @Test(arguments: [
    ("0", "-0.0e5"), ("1", "1.000"), ("100", "1e2"), ("0.001", "1e-3"), ("-12.50", "-1250E-2"),
    ("123456789012345678901234567890", "1.2345678901234567890123456789e29"),
    ("10e-1", "1"), ("0.10", "0.1"), ("1e0", "1"), ("1e+2", "100"),
  ])
  func `are equal by value`(_ left: String, _ right: String) {
    #expect(decimal(left) == decimal(right))
    #expect(decimal(left).hashValue == decimal(right).hashValue)
  }

  @Test(arguments: [
    [
      "-1e400", "-2", "-1.5", "-1", "-1e-400", "0", "1e-400", "0.1", "0.10000000000000000001",
      "0.2", "1",
    ],
    ["9007199254740992", "9007199254740993", "9007199254740993.5", "1e16", "1e17"],
    ["18446744073709551615", "18446744073709551616", "18446744073709551616.1"],
    ["972783798187987123879878123.18878137", "972783798187987123879878123.188781371"],
    ["9999999999999999999", "10000000000000000000", "10000000000000000001"],
    ["1e99999999999999999", "1e999999999999999999999999"],
    ["1e-999999999999999999999999", "1e-300"],
  ])
  func `are in order`(_ row: [String]) {
    for (index, left) in row.enumerated() {
      for right in row[(index + 1)...] {
        #expect(decimal(left) < decimal(right), "\(left) < \(right)")
        #expect(!(decimal(right) < decimal(left)), "\(right) < \(left)")
        #expect(decimal(left) != decimal(right))
      }
    }
  }

  @Test(arguments: [
    ("1", true), ("1.0", true), ("1.5", false), ("1e3", true), ("15e-1", false), ("10e-1", true),
    ("0", true), ("0.0", true), ("1e-400", false), ("1e400", true),
    ("123456789012345678901234567890.0", true), ("123456789012345678901234567890.5", false),
  ])
  func `know whether they are integers`(_ text: String, _ isInteger: Bool) {
    #expect(decimal(text).isInteger == isInteger)
  }

  @Test(arguments: [
    ("10", "2", true), ("7", "2", false), ("4.5", "1.5", true), ("35", "1.5", false),
    ("0", "1.5", true), ("0.0075", "0.0001", true), ("0.00751", "0.0001", false),
    ("1e308", "0.123456789", false), ("1e308", "0.5", true), ("12391239123", "1e-8", true),
    ("1.01", "0.01", true), ("19.99", "0.01", true), ("19.999", "0.01", false),
    ("0.3", "0.1", true), ("-6", "4", false), ("-8", "4", true), ("1", "3e5", false),
    ("9007199254740993", "2", false), ("9007199254740994", "2", true), ("3", "0", false),
    ("1e999999999999999999999999", "7", false), ("1e999999999999999999999999", "8", true),
    ("123456789012345678901234567890", "10", true), ("123456789012345678901234567891", "10", false),
    ("246913578024691357802469135780", "123456789012345678901234567890", true),
    ("246913578024691357802469135781", "123456789012345678901234567890", false),
    ("1e400", "340282366920938463463374607431768211456", true),
    ("1e127", "340282366920938463463374607431768211456", false),
    ("1e128", "340282366920938463463374607431768211456", true),
    ("18446744073709551615", "18446744073709551615", true),
  ])
  func `know their divisors`(_ value: String, _ divisor: String, _ isMultiple: Bool) {
    #expect(decimal(value).isMultiple(of: decimal(divisor)) == isMultiple)
  }

  @Test(arguments: [
    ("1e2", 100), ("-5.0", -5), ("9223372036854775807", Int.max), ("9223372036854775808", nil),
    ("1.5", nil), ("1e30", nil), ("0", 0),
  ])
  func `turn into integers if they fit`(_ text: String, _ integer: Int?) {
    #expect(decimal(text).integer == integer)
  }
}
