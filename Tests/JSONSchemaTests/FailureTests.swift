import Formats
import JSONSchema
import Testing

@Suite("Failures")
struct FailureTests {
  /// A schema, an instance that fails it, and what must be said.
  struct Case: CustomTestStringConvertible, Sendable {
    var schema: String
    var instance: String
    /// Each failure as `pointer: message`.
    var failures: [String]
    var expected: String?
    var testDescription: String { "\(schema) \(instance)" }
  }

  static let assertions = [
    Case(
      schema: #"{"type": "string"}"#, instance: "5",
      failures: [": the value is a number, not a string"], expected: "a string"),
    Case(
      schema: #"{"properties": {"a": {"type": ["integer", "null"]}}}"#, instance: #"{"a": 1.5}"#,
      failures: [#"/a: "a" is the fraction 1.5, not an integer or null"#]),
    Case(
      schema: #"{"const": 1}"#, instance: "2", failures: [": the value is 2, not 1"], expected: "1"),
    Case(
      schema: #"{"enum": ["us-east-1", "us-west-2"]}"#, instance: #""us-esat-1""#,
      failures: [
        #": the value is "us-esat-1", not one of the allowed values; did you mean "us-east-1"?"#
      ],
      expected: #"one of "us-east-1", "us-west-2""#),
    Case(
      schema: #"{"enum": ["csv", {"a": 1}]}"#, instance: "[1]",
      failures: [": the value is an array with 1 element, not one of the allowed values"]),
    Case(
      schema: #"{"minLength": 1}"#, instance: #""""#, failures: [": the value is empty"],
      expected: "at least 1 character"),
    Case(
      schema: #"{"minLength": 3}"#, instance: #""éa""#,
      failures: [": the value has 2 characters, fewer than 3"]),
    Case(
      schema: #"{"maxLength": 1}"#, instance: #""🐉a""#,
      failures: [": the value has 2 characters, more than 1"], expected: "at most 1 character"),
    Case(
      schema: #"{"pattern": "/$"}"#, instance: #""s3://b/a""#,
      failures: [": the value does not match the pattern"], expected: "a string that matches /$"),
    Case(
      schema: #"{"minimum": 0.1}"#, instance: "0.09",
      failures: [": the value is 0.09, less than 0.1"],
      expected: "at least 0.1"),
    Case(
      schema: #"{"exclusiveMaximum": 9007199254740993}"#, instance: "9007199254740993",
      failures: [": the value is 9007199254740993, not less than 9007199254740993"]),
    Case(
      schema: #"{"multipleOf": 0.01}"#, instance: "1.005",
      failures: [": the value is 1.005, not a multiple of 0.01"]),
    Case(
      schema: #"{"minItems": 2}"#, instance: "[1]",
      failures: [": the value has 1 element, fewer than 2"]),
    Case(
      schema: #"{"maxProperties": 1}"#, instance: #"{"a": 1, "b": 2}"#,
      failures: [": the value has 2 members, more than 1"], expected: "at most 1 member"),
    Case(
      schema: #"{"uniqueItems": true}"#, instance: #"[{"a": 1, "b": 2}, 3, {"b": 2.0, "a": 1}]"#,
      failures: ["/2: element 2 is the same as element 0"]),
    Case(
      schema: #"{"contains": {"const": 1}}"#, instance: "[2]",
      failures: [": the value has 0 matching elements, fewer than 1"]),
    Case(
      schema: #"{"contains": {"const": 1}, "maxContains": 1}"#, instance: "[1, 1]",
      failures: [": the value has 2 matching elements, more than 1"]),
    Case(
      schema: #"{"not": {"type": "null"}}"#, instance: "null",
      failures: [": the value is of a kind that is not allowed here"]),
    Case(schema: "false", instance: "1", failures: [": the value is not allowed here"]),
  ]

  static let containers = [
    Case(
      schema: #"{"required": ["id", "title"]}"#, instance: #"{"x": 1}"#,
      failures: [#": missing key "id""#, #": missing key "title""#], expected: #"key "id""#),
    Case(
      schema: #"{"properties": {"title": true, "id": true}, "additionalProperties": false}"#,
      instance: #"{"titel": 1, "zzz": 2}"#,
      failures: [
        #"/titel: unknown key "titel"; did you mean "title"?"#, #"/zzz: unknown key "zzz""#,
      ],
      expected: #"one of "title", "id""#),
    Case(
      schema: #"{"properties": {"a": false}}"#, instance: #"{"a": 1}"#,
      failures: [#"/a: key "a" is not allowed here"#]),
    Case(
      schema: #"{"patternProperties": {"^x": {"type": "null"}}}"#, instance: #"{"x/~": 1}"#,
      failures: [#"/x~1~0: "x/~" is a number, not null"#]),
    Case(
      schema: #"{"additionalProperties": {"type": "null"}}"#, instance: #"{"a": {"b": 1}}"#,
      failures: [#"/a: "a" is an object, not null"#]),
    Case(
      schema: #"{"propertyNames": {"pattern": "^[a-z]+$"}}"#, instance: #"{"A": 1}"#,
      failures: [#"/A: key "A" does not match the pattern"#]),
    Case(
      schema: #"{"dependentRequired": {"a": ["b", "c"]}}"#, instance: #"{"a": 1, "c": 1}"#,
      failures: [#": missing key "b", which "a" requires"#]),
    Case(
      schema: #"{"dependentSchemas": {"a": {"required": ["b"]}}}"#, instance: #"{"a": 1}"#,
      failures: [#": missing key "b""#]),
    Case(
      schema: #"{"prefixItems": [{"type": "string"}], "items": {"type": "number"}}"#,
      instance: #"[1, 2, "x"]"#,
      failures: [
        "/0: element 0 is a number, not a string", "/2: element 2 is a string, not a number",
      ]),
    Case(
      schema: #"{"prefixItems": [true], "items": false}"#, instance: "[1, 2, 3]",
      failures: ["/1: element 1 is one too many"], expected: "at most 1 element"),
    Case(
      schema: #"{"unevaluatedItems": false, "prefixItems": [true], "contains": {"const": 2}}"#,
      instance: "[1, 2, 3]",
      failures: ["/2: element 2 is not allowed here"]),
    Case(
      schema: #"""
        {"$ref": "#/$defs/base", "properties": {"more": true}, "unevaluatedProperties": false,
         "$defs": {"base": {"properties": {"id": {"type": "string"}}, "required": ["id", "title"]}}}
        """#,
      instance: #"{"id": 1, "mor": 2}"#,
      failures: [
        #": missing key "title""#, #"/id: "id" is a number, not a string"#,
        #"/mor: unknown key "mor"; did you mean "more"?"#,
      ]),
    Case(
      schema:
        #"{"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}"#,
      instance: "{}", failures: [#": missing key "c""#]),
    Case(
      schema: #"{"allOf": [{"required": ["a"]}, {"required": ["a"]}]}"#, instance: "{}",
      failures: [#": missing key "a""#]),
  ]

  static let alternatives = [
    Case(
      schema: #"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#, instance: "null",
      failures: [": the value is null, not a string or an integer"]),
    Case(
      schema: #"{"oneOf": [{"type": "number"}, {"minimum": 1}, false]}"#, instance: "2",
      failures: [": the value fits 2 of 3 alternatives, not exactly one"]),
    // The alternative whose constant agrees is meant, however much else is wrong.
    Case(
      schema: #"""
        {"oneOf": [
          {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
          {"properties": {"kind": {"const": "b"}, "n": {"type": "number"}}, "required": ["kind", "n", "m"]}
        ]}
        """#,
      instance: #"{"kind": "b", "n": "x"}"#,
      failures: [#": missing key "m""#, #"/n: "n" is a string, not a number"#]),
    // An object is compared with the alternative for objects.
    Case(
      schema: #"{"anyOf": [{"type": "string"}, {"required": ["a", "b"]}]}"#, instance: "{}",
      failures: [#": missing key "a""#, #": missing key "b""#]),
    // Otherwise the fewest failures decide.
    Case(
      schema: #"{"anyOf": [{"required": ["a", "b"]}, {"required": ["c"]}]}"#, instance: "{}",
      failures: [#": missing key "c""#]),
  ]

  @Test("say what is wrong and where", arguments: assertions + containers + alternatives)
  func wording(_ example: Case) throws {
    let failures = try schema(example.schema).failures(in: try json(example.instance).root)
    #expect(failures.map { "\($0.pointer): \($0.message)" } == example.failures)
    if let expected = example.expected { #expect(failures.first?.expected == expected) }
  }

  @Test func `are at the value, at the key, or at the object`() throws {
    let compiled = try schema(
      #"{"properties": {"a": {"type": "null"}}, "additionalProperties": false, "required": ["c"]}"#)
    let document = try json(#"{"a": 10, "b": 20}"#)
    let places = compiled.failures(in: document.root).map { failure in
      String(decoding: document.source[failure.instance.sourceRange], as: UTF8.self)
    }
    #expect(places == [#"{"a": 10, "b": 20}"#, "10", #""b""#])
  }

  @Test func `name the keyword by URI and pointer`() throws {
    let compiled = try schema(
      #"""
      {"$id": "https://example.org/a.json", "properties": {"x/y": {"$ref": "#/$defs/n"}},
       "$defs": {"n": {"type": "null"}, "m": {"$id": "m.json", "minimum": 3}}, "$ref": "m.json"}
      """#, uri: "https://example.org/a.json")
    let failures = compiled.failures(in: try json(#"{"x/y": 1}"#).root)
    #expect(failures.map(\.schemaLocation) == ["https://example.org/a.json#/$defs/n/type"])
    #expect(failures.map(\.keyword) == ["type"])
    let others = compiled.failures(in: try json("1").root)
    #expect(others.map(\.schemaLocation) == ["https://example.org/m.json#/minimum"])
  }

  @Test func `of alternatives name the closest one`() throws {
    let compiled = try schema(
      #"{"oneOf": [{"type": "array"}, {"title": "a sized thing", "type": "object", "required": ["size"]}]}"#
    )
    let failures = compiled.failures(in: try json("{}").root)
    #expect(failures.first?.note == "closest of 2 alternatives: number 2 (a sized thing)")
  }

  @Test func `stop at the limit`() throws {
    let compiled = try schema(#"{"items": {"type": "null"}}"#)
    let text = "[" + (0..<5_000).map { "\($0)" }.joined(separator: ",") + "]"
    let document = try json(text)
    #expect(compiled.failures(in: document.root).count == 1000)
    #expect(compiled.failures(in: document.root, limit: 3).map(\.pointer) == ["/0", "/1", "/2"])
  }

  @Test func `are relative to the value that is checked`() throws {
    let document = try json(#"{"inner": [{"a": 1}]}"#)
    let inner = try #require(document.root["inner"])
    let failures = try schema(#"{"items": {"required": ["b"]}}"#).failures(in: inner)
    #expect(failures.map(\.pointer) == ["/0"])
  }
}
