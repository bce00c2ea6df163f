import Formats
import JSONSchema
import Testing

@Suite("x-rule")
struct RuleAnnotationTests {
  /// A format with several kinds of fault.
  static let time = FormatCheck { text in
    guard text.count > 0, text[0] &- 0x30 < 10 else {
      return FormatFault(kind: "malformed", message: "not a time", expected: "digits")
    }
    return text[text.count - 1] == UInt8(ascii: "Z")
      ? nil : FormatFault(kind: "missing-zone", message: "no Z at the end")
  }

  func failures(_ text: String, _ instance: String) throws -> [SchemaFailure] {
    let compiled = try schema(text, options: .init(formats: ["scr-time": Self.time]))
    let document = try json(instance)
    let failures = compiled.failures(in: document.root)
    #expect(failures.isEmpty == compiled.isValid(document.root))
    return failures
  }

  @Test(
    arguments: [
      // The innermost annotation counts.
      (#"{"x-rule": "A", "properties": {"a": {"x-rule": "B", "type": "null"}}}"#, ["B"]),
      (#"{"x-rule": "A", "properties": {"a": {"type": "null"}}}"#, ["A"]),
      (#"{"properties": {"a": {"type": "null"}}}"#, [nil]),
      // What is missing belongs to the object.
      (#"{"x-rule": "A", "properties": {"b": {"x-rule": "B"}}, "required": ["b"]}"#, ["A"]),
      // The path counts, not the place: a reference keeps the rules around it.
      (
        ##"{"properties": {"a": {"x-rule": "A", "$ref": "#/$defs/n"}}, "$defs": {"n": {"type": "null"}}}"##,
        ["A"]
      ),
      (
        ##"{"properties": {"a": {"x-rule": "A", "$ref": "#/$defs/n"}}, "$defs": {"n": {"x-rule": "N", "type": "null"}}}"##,
        ["N"]
      ),
      (
        #"{"allOf": [{"x-rule": "A", "required": ["b"]}, {"x-rule": "B", "required": ["c"]}]}"#,
        ["A", "B"]
      ),
      // An object chooses by keyword.
      (
        #"{"x-rule": {"required": "R", "*": "S"}, "required": ["b"], "maxProperties": 0}"#,
        ["S", "R"]
      ),
      (
        #"{"x-rule": "A", "properties": {"a": {"x-rule": {"format": "F"}, "type": "null"}}}"#, ["A"]
      ),
    ] as [(String, [String?])])
  func `is taken from the innermost schema on the path`(_ text: String, _ rules: [String?]) throws {
    #expect(try failures(text, #"{"a": 1}"#).map(\.rule) == rules)
  }

  @Test(
    arguments: [
      (#""2010Z""#, nil, nil, true),
      (#""2010""#, "TIM003", "missing-zone", false),
      (#""x""#, "TIM001", "malformed", false),
      ("5", "TIM001", nil, false),
    ] as [(String, String?, String?, Bool)])
  func `chooses by the kind of fault of a format`(
    _ instance: String, _ rule: String?, _ kind: String?, _ isValid: Bool
  ) throws {
    let failures = try failures(
      #"{"type": "string", "format": "scr-time", "x-rule": {"missing-zone": "TIM003", "*": "TIM001"}}"#,
      instance)
    #expect(failures.isEmpty == isValid)
    #expect(failures.first?.rule == rule)
    #expect(failures.first?.faultKind == kind)
  }

  @Test func `accepts a kind of fault that it does not list`() throws {
    let text = #"{"format": "scr-time", "x-rule": {"malformed": "TIM001"}}"#
    #expect(try failures(text, #""2010""#).isEmpty)
    #expect(try failures(text, #""x""#).map(\.message) == ["the value: not a time"])
  }

  @Test func `lists the codes of a schema`() throws {
    let compiled = try schema(
      #"{"x-rule": "A", "items": {"x-rule": {"a": "B", "*": "C"}}, "$defs": {"unused": {"x-rule": "D"}}}"#
    )
    #expect(compiled.rules == ["A", "B", "C"])
  }
}
