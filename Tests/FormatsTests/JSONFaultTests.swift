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
    Case("[1,]", .trailingComma, 2, #"trailing comma before the closing "]""#),
    Case("{\"a\": 1 ,\n}", .trailingComma, 8, #"trailing comma before the closing "}""#),
    Case("[1,,2]", .grammar, 3, #"found "," instead of a value"#),
    Case("[,1]", .grammar, 1, #"found "," instead of a value"#),
    Case("[1;2]", .grammar, 2, #"found ";" instead of "," or "]""#),
  ]

  static let strayText = [
    Case("// x\n{}", .comment, 0, "JSON has no comments"),
    Case("{} # x", .comment, 3, "JSON has no comments"),
    Case("[1, /* x */ 2]", .comment, 4, "JSON has no comments"),
    Case("[1 // x\n]", .comment, 3, "JSON has no comments"),
    Case("[/x/]", .grammar, 1, #"found "/" instead of a value"#),
    Case("['a']", .grammar, 1, "JSON strings need double quotes, not single quotes"),
    Case("{'a': 1}", .grammar, 1, "JSON strings need double quotes, not single quotes"),
    Case(
      "[“a”]", .grammar, 1, "JSON strings need straight double quotes, not typographic ones"),
    Case("{a: 1}", .grammar, 1, "a key is not in double quotes"),
    Case("{1: 1}", .grammar, 1, "a key is not in double quotes"),
    Case("{,}", .grammar, 1, #"found "," instead of a key in double quotes"#),
    Case(#"{"a" 1}"#, .grammar, 5, #"found "1" instead of ":" after the key"#),
    Case(#"{"a" = 1}"#, .grammar, 5, #"found "=" instead of ":" after the key"#),
    Case(#"{"a":}"#, .grammar, 5, #"found "}" instead of a value"#),
    Case(#"["a"b"]"#, .grammar, 4, "text follows the closing quote of a string"),
    Case("[\n1}", .grammar, 3, #""}" does not close the "[" on line 1"#),
    Case(#"{"a": [1}"#, .grammar, 8, #""}" does not close the "[" on line 1"#),
    Case("{]", .grammar, 1, #""]" does not close the "{" on line 1"#),
    Case("]", .grammar, 0, #"found "]" instead of a value"#),
    Case("{} {}", .grammar, 3, "extra content after the JSON value"),
    Case("1 2", .grammar, 2, "extra content after the JSON value"),
    Case("[1]]", .grammar, 3, "extra content after the JSON value"),
    Case("[1,\u{A0}2]", .grammar, 3, "found U+00A0 instead of a value"),
    Case("\u{FEFF}\u{FEFF}1", .grammar, 3, "found U+FEFF instead of a value"),
    Case("[é]", .grammar, 1, #"found "é" (U+00E9) instead of a value"#),
    Case("[\0]", .grammar, 1, "found control character 0x00 instead of a value"),
    Case("\0", .grammar, 0, "found control character 0x00 instead of a value"),
    Case("[1\u{0C}]", .grammar, 2, #"found control character 0x0C instead of "," or "]""#),
  ]

  static let words = [
    Case("[NaN]", .grammar, 1, #"JSON has no number "NaN""#),
    Case("[Infinity]", .grammar, 1, #"JSON has no number "Infinity""#),
    Case("[-Infinity]", .grammar, 1, "JSON has no such number"),
    Case("[True]", .grammar, 1, #"JSON writes "True" in lowercase"#),
    Case("[NULL]", .grammar, 1, #"JSON writes "NULL" in lowercase"#),
    Case("[None]", .grammar, 1, #""None" is not a JSON value"#),
    Case("[undefined]", .grammar, 1, #""undefined" is not a JSON value"#),
    Case("[truely]", .grammar, 1, #""truely" is not in double quotes"#),
    Case("[true_]", .grammar, 1, #""true_" is not in double quotes"#),
    Case("nul", .grammar, 0, #""nul" is not in double quotes"#),
    Case("[yes]", .grammar, 1, #""yes" is not in double quotes"#),
  ]

  static let numbers = [
    Case("[01]", .grammar, 1, "JSON numbers have no leading zeros"),
    Case("[-007]", .grammar, 1, "JSON numbers have no leading zeros"),
    Case("[+1]", .grammar, 1, #"JSON numbers have no leading "+""#),
    Case("[.5]", .grammar, 1, "JSON numbers need a digit before the decimal point"),
    Case("[-.5]", .grammar, 1, "JSON numbers need a digit before the decimal point"),
    Case("[0x1F]", .grammar, 1, "JSON numbers are decimal"),
    Case("[1.]", .grammar, 1, "not a valid JSON number"),
    Case("[1.e5]", .grammar, 1, "not a valid JSON number"),
    Case("[1e]", .grammar, 1, "not a valid JSON number"),
    Case("[1e+]", .grammar, 1, "not a valid JSON number"),
    Case("[1.2.3]", .grammar, 1, "not a valid JSON number"),
    Case("[1_000]", .grammar, 1, "not a valid JSON number"),
    Case("[10ms]", .grammar, 1, "not a valid JSON number"),
    Case("[--1]", .grammar, 1, "not a valid JSON number"),
    Case("[-]", .grammar, 1, "not a valid JSON number"),
    Case("-", .unexpectedEnd, 1, "the document ends inside a number"),
    Case("1e", .unexpectedEnd, 2, "the document ends inside a number"),
  ]

  static let strings = [
    Case("[\"a\nb\"]", .grammar, 3, "the line ends inside a string"),
    Case("[\"a\r\nb\"]", .grammar, 3, "the line ends inside a string"),
    Case("[\"a\tb\"]", .grammar, 3, "a tab in a string must be escaped"),
    Case("[\"\0\"]", .grammar, 2, "control character 0x00 in a string must be escaped"),
    Case(
      "[\"\\n\u{1F}\"]", .grammar, 4, "control character 0x1F in a string must be escaped"),
    Case(#"["\x41"]"#, .grammar, 2, "unknown escape in a string"),
    Case(#"["C:\é"]"#, .grammar, 4, "unknown escape in a string"),
    Case(#"["\u12"]"#, .grammar, 2, #"\u needs four hexadecimal digits"#),
    Case(#"["\ud83d\u12"]"#, .grammar, 8, #"\u needs four hexadecimal digits"#),
    Case(#"["\u"#, .grammar, 2, #"\u needs four hexadecimal digits"#),
    Case(#"["abc"#, .unexpectedEnd, 1, "this string is not closed"),
    Case(#"["abc\"#, .unexpectedEnd, 1, "this string is not closed"),
    Case(#"["\n"#, .unexpectedEnd, 1, "this string is not closed"),
    Case(#"{"abc"#, .unexpectedEnd, 1, "this string is not closed"),
  ]

  static let ends = [
    Case("", .unexpectedEnd, 0, "the document is empty"),
    Case(" \n\t", .unexpectedEnd, 3, "the document is empty"),
    Case("\u{FEFF}", .unexpectedEnd, 3, "the document is empty"),
    Case("[", .unexpectedEnd, 1, #"the "[" on line 1 is not closed"#),
    Case("\n{\"a\": 1\n", .unexpectedEnd, 9, #"the "{" on line 2 is not closed"#),
    Case("{\"a\"", .unexpectedEnd, 4, #"the "{" on line 1 is not closed"#),
    Case("{\"a\":", .unexpectedEnd, 5, #"the "{" on line 1 is not closed"#),
    Case("[1,", .unexpectedEnd, 3, #"the "[" on line 1 is not closed"#),
    Case("[[]", .unexpectedEnd, 3, #"the "[" on line 1 is not closed"#),
  ]

  static let encodings = [
    Case([0x5B, 0xFF, 0x5D], .encoding, 1, "byte 0xFF is not UTF-8"),
    Case([0x5B, 0xC3, 0x5D], .encoding, 1, "byte 0xC3 is not UTF-8"),
    Case([0xFF, 0xFE, 0x7B, 0], .encoding, 0, "the document is in UTF-16, not in UTF-8"),
    Case([0xFE, 0xFF, 0, 0x7B], .encoding, 0, "the document is in UTF-16, not in UTF-8"),
    Case([0x7B, 0, 0x7D, 0], .encoding, 0, "the document is in UTF-16, not in UTF-8"),
    Case([0, 0x7B, 0, 0x7D], .encoding, 0, "the document is in UTF-16, not in UTF-8"),
    Case([0xFF, 0xFE, 0, 0], .encoding, 0, "the document is in UTF-32, not in UTF-8"),
    Case([0, 0, 0, 0x7B], .encoding, 0, "the document is in UTF-32, not in UTF-8"),
    Case([0x7B, 0, 0, 0], .encoding, 0, "the document is in UTF-32, not in UTF-8"),
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
