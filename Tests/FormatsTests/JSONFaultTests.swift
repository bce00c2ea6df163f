import Formats
import Testing

@Suite("JSON faults, RFC 8259")
struct JSONFaultTests {
  /// A text that is not JSON, and what must be said about it.
  struct Case: CustomTestStringConvertible, Sendable {
    var text: [UInt8]
    var code: SyntaxFault.Code
    var offset: Int
    var message: String

    init(_ text: String, _ code: SyntaxFault.Code, _ offset: Int, _ message: String) {
      self.init(Array(text.utf8), code, offset, message)
    }

    init(_ text: [UInt8], _ code: SyntaxFault.Code, _ offset: Int, _ message: String) {
      self.text = text
      self.code = code
      self.offset = offset
      self.message = message
    }

    var testDescription: String { String(decoding: text, as: UTF8.self) }
  }

  static let commas = [
    Case(#"{"a": 1 "b": 2}"#, .missingComma, 7, "a comma is missing between two members"),
    Case("{\"a\": 1\n \"b\": 2}", .missingComma, 7, "a comma is missing between two members"),
    Case("[1\r\n\r\n  2]", .missingComma, 2, "a comma is missing between two elements"),
    Case("[{} {}]", .missingComma, 3, "a comma is missing between two elements"),
    Case("[1 -2]", .missingComma, 2, "a comma is missing between two elements"),
    Case("[true false]", .missingComma, 5, "a comma is missing between two elements"),
    Case("[1,]", .trailingComma, 2, #"a comma stands before the closing "]""#),
    Case("{\"a\": 1 ,\n}", .trailingComma, 8, #"a comma stands before the closing "}""#),
    Case("[1,,2]", .grammar, 3, #""," stands where a value was expected"#),
    Case("[,1]", .grammar, 1, #""," stands where a value was expected"#),
    Case("[1;2]", .grammar, 2, #"";" stands where "," or "]" was expected"#),
  ]

  static let strayText = [
    Case("// x\n{}", .comment, 0, "JSON has no comments"),
    Case("{} # x", .comment, 3, "JSON has no comments"),
    Case("[1, /* x */ 2]", .comment, 4, "JSON has no comments"),
    Case("[1 // x\n]", .comment, 3, "JSON has no comments"),
    Case("[/x/]", .grammar, 1, #""/" stands where a value was expected"#),
    Case("['a']", .grammar, 1, "JSON strings stand in double quotes, not in single ones"),
    Case("{'a': 1}", .grammar, 1, "JSON strings stand in double quotes, not in single ones"),
    Case(
      "[“a”]", .grammar, 1, "JSON strings stand in straight double quotes, not in typographic ones"),
    Case("{a: 1}", .grammar, 1, "a key stands without double quotes"),
    Case("{1: 1}", .grammar, 1, "a key stands without double quotes"),
    Case("{,}", .grammar, 1, #""," stands where a key in double quotes was expected"#),
    Case(#"{"a" 1}"#, .grammar, 5, #""1" stands where ":" after the key was expected"#),
    Case(#"{"a" = 1}"#, .grammar, 5, #""=" stands where ":" after the key was expected"#),
    Case(#"{"a":}"#, .grammar, 5, #""}" stands where a value was expected"#),
    Case(#"["a"b"]"#, .grammar, 4, "text goes on after the quote that ends the string"),
    Case("[\n1}", .grammar, 3, #""}" does not close the "[" of line 1"#),
    Case(#"{"a": [1}"#, .grammar, 8, #""}" does not close the "[" of line 1"#),
    Case("{]", .grammar, 1, #""]" does not close the "{" of line 1"#),
    Case("]", .grammar, 0, #""]" stands where a value was expected"#),
    Case("{} {}", .grammar, 3, "the text goes on after its value"),
    Case("1 2", .grammar, 2, "the text goes on after its value"),
    Case("[1]]", .grammar, 3, "the text goes on after its value"),
    Case("[1,\u{A0}2]", .grammar, 3, "U+00A0 stands where a value was expected"),
    Case("\u{FEFF}\u{FEFF}1", .grammar, 3, "U+FEFF stands where a value was expected"),
    Case("[é]", .grammar, 1, #""é" (U+00E9) stands where a value was expected"#),
    Case("[\0]", .grammar, 1, "control character 0x00 stands where a value was expected"),
    Case("\0", .grammar, 0, "control character 0x00 stands where a value was expected"),
    Case("[1\u{0C}]", .grammar, 2, #"control character 0x0C stands where "," or "]" was expected"#),
  ]

  static let words = [
    Case("[NaN]", .grammar, 1, #"JSON has no number "NaN""#),
    Case("[Infinity]", .grammar, 1, #"JSON has no number "Infinity""#),
    Case("[-Infinity]", .grammar, 1, "JSON has no such number"),
    Case("[True]", .grammar, 1, #"JSON writes "True" in small letters"#),
    Case("[NULL]", .grammar, 1, #"JSON writes "NULL" in small letters"#),
    Case("[None]", .grammar, 1, #""None" is not a JSON value"#),
    Case("[undefined]", .grammar, 1, #""undefined" is not a JSON value"#),
    Case("[truely]", .grammar, 1, #""truely" stands without double quotes"#),
    Case("[true_]", .grammar, 1, #""true_" stands without double quotes"#),
    Case("nul", .grammar, 0, #""nul" stands without double quotes"#),
    Case("[yes]", .grammar, 1, #""yes" stands without double quotes"#),
  ]

  static let numbers = [
    Case("[01]", .grammar, 1, "JSON numbers have no leading zeros"),
    Case("[-007]", .grammar, 1, "JSON numbers have no leading zeros"),
    Case("[+1]", .grammar, 1, #"JSON numbers have no leading "+""#),
    Case("[.5]", .grammar, 1, "JSON numbers have a digit before the point"),
    Case("[-.5]", .grammar, 1, "JSON numbers have a digit before the point"),
    Case("[0x1F]", .grammar, 1, "JSON numbers are decimal"),
    Case("[1.]", .grammar, 1, "a number is not in the form of JSON"),
    Case("[1.e5]", .grammar, 1, "a number is not in the form of JSON"),
    Case("[1e]", .grammar, 1, "a number is not in the form of JSON"),
    Case("[1e+]", .grammar, 1, "a number is not in the form of JSON"),
    Case("[1.2.3]", .grammar, 1, "a number is not in the form of JSON"),
    Case("[1_000]", .grammar, 1, "a number is not in the form of JSON"),
    Case("[10ms]", .grammar, 1, "a number is not in the form of JSON"),
    Case("[--1]", .grammar, 1, "a number is not in the form of JSON"),
    Case("[-]", .grammar, 1, "a number is not in the form of JSON"),
    Case("-", .unexpectedEnd, 1, "the text ends inside a number"),
    Case("1e", .unexpectedEnd, 2, "the text ends inside a number"),
  ]

  static let strings = [
    Case("[\"a\nb\"]", .grammar, 3, "the line ends inside a string"),
    Case("[\"a\r\nb\"]", .grammar, 3, "the line ends inside a string"),
    Case("[\"a\tb\"]", .grammar, 3, "a tab stands in a string without escape"),
    Case("[\"\0\"]", .grammar, 2, "control character 0x00 stands in a string without escape"),
    Case(
      "[\"\\n\u{1F}\"]", .grammar, 4, "control character 0x1F stands in a string without escape"),
    Case(#"["\x41"]"#, .grammar, 2, "a string has an escape that JSON does not know"),
    Case(#"["C:\é"]"#, .grammar, 4, "a string has an escape that JSON does not know"),
    Case(#"["\u12"]"#, .grammar, 2, #"\u stands without four hexadecimal digits"#),
    Case(#"["\ud83d\u12"]"#, .grammar, 8, #"\u stands without four hexadecimal digits"#),
    Case(#"["\u"#, .grammar, 2, #"\u stands without four hexadecimal digits"#),
    Case(#"["abc"#, .unexpectedEnd, 1, "the text ends before this string is closed"),
    Case(#"["abc\"#, .unexpectedEnd, 1, "the text ends before this string is closed"),
    Case(#"["\n"#, .unexpectedEnd, 1, "the text ends before this string is closed"),
    Case(#"{"abc"#, .unexpectedEnd, 1, "the text ends before this string is closed"),
  ]

  static let ends = [
    Case("", .unexpectedEnd, 0, "the text is empty"),
    Case(" \n\t", .unexpectedEnd, 3, "the text is empty"),
    Case("\u{FEFF}", .unexpectedEnd, 3, "the text is empty"),
    Case("[", .unexpectedEnd, 1, #"the text ends before the "[" of line 1 is closed"#),
    Case("\n{\"a\": 1\n", .unexpectedEnd, 9, #"the text ends before the "{" of line 2 is closed"#),
    Case("{\"a\"", .unexpectedEnd, 4, #"the text ends before the "{" of line 1 is closed"#),
    Case("{\"a\":", .unexpectedEnd, 5, #"the text ends before the "{" of line 1 is closed"#),
    Case("[1,", .unexpectedEnd, 3, #"the text ends before the "[" of line 1 is closed"#),
    Case("[[]", .unexpectedEnd, 3, #"the text ends before the "[" of line 1 is closed"#),
  ]

  static let encodings = [
    Case([0x5B, 0xFF, 0x5D], .encoding, 1, "byte 0xFF is not UTF-8"),
    Case([0x5B, 0xC3, 0x5D], .encoding, 1, "byte 0xC3 is not UTF-8"),
    Case([0xFF, 0xFE, 0x7B, 0], .encoding, 0, "the text is in UTF-16, not in UTF-8"),
    Case([0xFE, 0xFF, 0, 0x7B], .encoding, 0, "the text is in UTF-16, not in UTF-8"),
    Case([0x7B, 0, 0x7D, 0], .encoding, 0, "the text is in UTF-16, not in UTF-8"),
    Case([0, 0x7B, 0, 0x7D], .encoding, 0, "the text is in UTF-16, not in UTF-8"),
    Case([0xFF, 0xFE, 0, 0], .encoding, 0, "the text is in UTF-32, not in UTF-8"),
    Case([0, 0, 0, 0x7B], .encoding, 0, "the text is in UTF-32, not in UTF-8"),
    Case([0x7B, 0, 0, 0], .encoding, 0, "the text is in UTF-32, not in UTF-8"),
  ]

  @Test(
    "are told by code, place and message",
    arguments: commas + strayText + words + numbers + strings + ends + encodings)
  func fault(_ example: Case) {
    do throws(SyntaxFault) {
      _ = try JSONParser.parse(example.text)
      Issue.record("the text was read")
    } catch {
      #expect(error.code == example.code)
      #expect(error.offset == example.offset)
      #expect(error.message == example.message)
    }
  }
}
