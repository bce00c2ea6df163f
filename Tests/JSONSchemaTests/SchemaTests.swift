import Formats
import JSONSchema
import Testing

@Suite("Schemas")
struct SchemaTests {
  /// A schema that cannot be compiled, and what must be said.
  struct Fault: CustomTestStringConvertible, Sendable {
    var schema: String
    var code: SchemaError.Code
    var message: String
    var location = ""
    var testDescription: String { schema }
  }

  static let faults = [
    Fault(
      schema: #"{"items": {"$ref": "https://example.org/x.json#/a"}}"#, code: .unknownReference,
      message: #"no schema has the URI "https://example.org/x.json""#, location: "#/items/$ref"),
    Fault(
      schema: ##"{"$ref": "#/$defs/none"}"##, code: .unknownReference,
      message: "nothing at \"#/$defs/none\""),
    Fault(
      schema: ##"{"$dynamicRef": "#none"}"##, code: .unknownReference,
      message: "nothing at \"#none\""),
    Fault(schema: #"{"$ref": 1}"#, code: .malformedKeyword, message: "not a string"),
    Fault(
      schema: #"{"$schema": "http://json-schema.org/draft-07/schema#"}"#, code: .unknownDialect,
      message: #"the metaschema "http://json-schema.org/draft-07/schema" is not known"#),
    Fault(
      schema: #"{"pattern": "a(b"}"#, code: .malformedPattern,
      message: #"pattern "a(b", character 2: "(" without ")""#, location: "#/pattern"),
    Fault(
      schema: #"{"patternProperties": {"\\1": true}}"#, code: .malformedPattern,
      message: "not supported"),
    Fault(
      schema: #"{"properties": {"a": 1}}"#, code: .malformedKeyword,
      message: "a schema is an object or a boolean", location: "#/properties/a"),
    Fault(
      schema: #"{"properties": []}"#, code: .malformedKeyword, message: "not an object of schemas"),
    Fault(schema: #"{"allOf": []}"#, code: .malformedKeyword, message: "not an array of schemas"),
    Fault(schema: #"{"items": [true]}"#, code: .malformedKeyword, message: "prefixItems"),
    Fault(
      schema: #"{"type": "strin"}"#, code: .malformedKeyword,
      message: #""strin" is not the name of a type"#),
    Fault(schema: #"{"minLength": -1}"#, code: .malformedKeyword, message: "non-negative integer"),
    Fault(schema: #"{"maxItems": 1.5}"#, code: .malformedKeyword, message: "non-negative integer"),
    Fault(schema: #"{"minimum": "1"}"#, code: .malformedKeyword, message: "not a number"),
    Fault(schema: #"{"multipleOf": 0}"#, code: .malformedKeyword, message: "above zero"),
    Fault(schema: #"{"required": "a"}"#, code: .malformedKeyword, message: "array of strings"),
    Fault(schema: #"{"required": [1]}"#, code: .malformedKeyword, message: "array of strings"),
    Fault(schema: #"{"uniqueItems": 1}"#, code: .malformedKeyword, message: "not a boolean"),
    Fault(schema: #"{"enum": 1}"#, code: .malformedKeyword, message: "not an array"),
    Fault(schema: #"{"format": 1}"#, code: .malformedKeyword, message: "not a string"),
    Fault(
      schema: #"{"x-rule": {"a": 1}}"#, code: .malformedKeyword, message: "neither a string nor"),
    Fault(schema: #"{"$id": "a#b"}"#, code: .malformedKeyword, message: "fragment"),
    Fault(schema: #"{"$anchor": 1}"#, code: .malformedKeyword, message: "not a name"),
    Fault(
      schema: #"{"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}}"#,
      code: .duplicateIdentifier, message: #"the anchor "x""#),
    Fault(
      schema: #"{"$defs": {"a": {"$id": "test:x"}, "b": {"$id": "test:x"}}}"#,
      code: .duplicateIdentifier, message: #"the URI "test:x""#),
    Fault(schema: ##"{"$ref": "#"}"##, code: .endlessRecursion, message: "refers to itself"),
    Fault(
      schema:
        ##"{"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [true, {"not": {"$ref": "#"}}]}}}"##,
      code: .endlessRecursion, message: "refers to itself"),
  ]

  @Test("are refused with the place and the reason", arguments: faults)
  func refusal(_ example: Fault) {
    let error = #expect(throws: SchemaError.self) { try schema(example.schema) }
    #expect(error?.code == example.code)
    #expect(error?.message.contains(example.message) == true, "\(error?.message ?? "")")
    #expect(error?.location.hasSuffix(example.location) == true, "\(error?.location ?? "")")
  }

  @Test func `are found by their given URI and by their identifier`() throws {
    let other = #"{"$id": "https://example.org/b.json", "$anchor": "top", "type": "null"}"#
    for reference in [
      "https://example.org/b.json", "file:///b.json", "https://example.org/b.json#top",
    ] {
      let compiled = try schema(
        #"{"$ref": "\#(reference)"}"#, others: ["file:///b.json": other])
      #expect(compiled.isValid(try json("null").root))
      #expect(!compiled.isValid(try json("1").root))
    }
  }

  @Test func `know the unchecked formats`() throws {
    #expect(
      try schema(#"{"format": "scr-tiem", "items": {"format": "date"}}"#).unknownFormats == [
        "scr-tiem"
      ])
  }

  @Test func `can be entered at a fragment`() throws {
    var collection = SchemaCollection()
    try collection.add(try json(#"{"$defs": {"n": {"type": "null"}}}"#), uri: "test:a")
    let compiled = try Schema(compiling: "test:a#/$defs/n", in: collection)
    #expect(!compiled.isValid(try json("1").root))
  }

  @Test func `check their own metaschema`() throws {
    let uri = "https://json-schema.org/draft/2020-12/schema"
    let metaschema = try Schema(compiling: uri, in: .standard)
    let good = try json(#"{"type": "object", "properties": {"a": {"minLength": 1}}}"#)
    #expect(metaschema.isValid(good.root))
    let bad = try json(#"{"properties": {"a": {"minLength": -1, "type": "strin"}}}"#)
    let pointers = metaschema.failures(in: bad.root).map(\.pointer)
    #expect(pointers == ["/properties/a/minLength", "/properties/a/type"])
  }

  @Test(arguments: [
    (#"{"maxItems": 1e400, "minLength": 0e9, "maxLength": 99999999999999999999}"#, #"["a"]"#, true),
    (#"{"minItems": 1e400}"#, "[1]", false),
    (#"{"minLength": 99999999999999999999}"#, #""a""#, false),
    (#"{"contains": true, "minContains": 1e30}"#, "[1]", false),
    (#"{"maximum": 1e9999999999999999999999}"#, "1e999999999999999", true),
    (#"{"type": "integer"}"#, "1e-999999999999999999999", false),
    (#"{"multipleOf": 1e-9999999999}"#, "1e9999999999", true),
  ])
  func `allow numbers of any size`(_ text: String, _ instance: String, _ isValid: Bool) throws {
    #expect(try schema(text).isValid(try json(instance).root) == isValid)
  }

  @Test func `require more keys than fit one word`() throws {
    let names = (0..<200).map { "\"key\($0)\"" }
    let compiled = try schema(#"{"required": [\#(names.joined(separator: ","))]}"#)
    let all = names.map { $0 + ": 1" }
    #expect(compiled.isValid(try json("{" + all.joined(separator: ",") + "}").root))
    for missing in [0, 63, 64, 199] {
      var some = all
      some.remove(at: missing)
      let failures = compiled.failures(in: try json("{" + some.joined(separator: ",") + "}").root)
      #expect(failures.map(\.message) == ["missing key \"key\(missing)\""])
    }
  }

  @Test func `compare strings byte by byte, and objects without order`() throws {
    #expect(!(try schema(#"{"const": "é"}"#).isValid(try json(#""e\u0301""#).root)))
    let nested = try schema(#"{"const": {"a": [1, {"b": 2.0}], "c": null}}"#)
    #expect(nested.isValid(try json(#"{"c": null, "a": [1e0, {"b": 2}]}"#).root))
    #expect(!nested.isValid(try json(#"{"c": null, "a": [1, {"b": 3}]}"#).root))
  }
}

@Suite("Hostile input to schemas")
struct HostileSchemaTests {
  @Test(
    arguments: [
      ##"{"type": ["array", "number"], "items": {"$ref": "#"}}"##,
      ##"{"anyOf": [{"type": "number"}, {"items": {"$ref": "#"}, "minItems": 1}]}"##,
      ##"{"contains": {"$ref": "#"}, "unevaluatedItems": false}"##,
      ##"{"oneOf": [{"items": {"$ref": "#"}, "maxItems": 0}, {"contains": {"$ref": "#"}}, {"type": "string"}]}"##,
    ])
  func `deep values take bounded time and stack`(_ text: String) throws {
    let compiled = try schema(text)
    for core in ["1", #""x""#, ""] {
      let instance = String(repeating: "[", count: 500) + core + String(repeating: "]", count: 500)
      let document = try json(instance)
      #expect(compiled.isValid(document.root) == compiled.failures(in: document.root).isEmpty)
    }
  }

  @Test
  func `work that doubles with every level stops at a limit`() throws {
    let compiled = try schema(
      ##"{"anyOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}}], "unevaluatedItems": false}"##
    )
    let document = try json(String(repeating: "[", count: 400) + String(repeating: "]", count: 400))
    #expect(!compiled.isValid(document.root))
  }

  @Test func `circles through dynamic references end`() throws {
    let text = #"""
      {"$id": "test:outer", "$dynamicAnchor": "node", "$ref": "test:inner",
       "$defs": {"inner": {"$id": "test:inner", "anyOf": [{"$dynamicRef": "#node"}, {"$dynamicRef": "#node"}],
         "$defs": {"node": {"$dynamicAnchor": "node"}}}}}
      """#
    let compiled = try schema(text)
    let document = try json("1")
    #expect(!compiled.isValid(document.root))
    #expect(!compiled.failures(in: document.root).isEmpty)
  }

  @Test
  func `many equal elements are found in linear time`() throws {
    let elements =
      (0..<100_000).map { "{\"a\": \($0), \"b\": [\($0)]}" } + ["{\"b\": [7], \"a\": 7}"]
    let document = try json("[" + elements.joined(separator: ",") + "]")
    let failures = try schema(#"{"uniqueItems": true}"#).failures(in: document.root)
    #expect(failures.map(\.message) == ["element 100000 is the same as element 7"])
  }

  @Test func `text that is not UTF-8 does not stop anything`() throws {
    let bytes = Array(#"{"a": ""#.utf8) + [0xFF, 0xC3] + Array(#"\ud800"}"#.utf8)
    let document = try JSONParser.parse(bytes)
    let compiled = try schema(
      #"{"properties": {"a": {"pattern": "^x", "maxLength": 0, "enum": ["é"], "format": "uri"}}}"#,
      options: .init(assertsFormat: true))
    #expect(compiled.failures(in: document.root).count == 4)
  }
}
