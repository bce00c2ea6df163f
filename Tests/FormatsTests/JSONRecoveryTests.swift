import Testing

@testable import Formats

/// Reading texts that are almost JSON.
@Suite struct JSONRecoveryTests {
  private static let text = """
    {
      "name": "x",
      "list": [
        {"id": "a", "size": 1},
        {"id": "b", "size": 2}
      ],
      "end": true
    }
    """

  private static func recovery(_ text: String) -> JSONRecovery? {
    let bytes = Array(text.utf8)
    do throws(SyntaxFault) {
      _ = try JSONParser.parse(bytes)
      return nil
    } catch {
      return JSONRecovery(bytes, after: error)
    }
  }

  @Test(arguments: [
    (#"{"a": 1 "b": 2 "c": 3}"#, 2), (#"{"a": [1, 2,], "b": {"c": 3,},}"#, 3),
    ("{\n// one\n\"a\": 1, # two\n\"b\": /* three */ 2}", 3),
    (#"{"a": True, "b": 'x', "c": NaN, "d": 1}"#, 3), (#"{a: 1, 'b': 2, "c": 3}"#, 2),
    (#"{"a" 1, "b" = 2}"#, 2), (#"{"a": "x\q", "b": "\u12"}"#, 2),
    ("{\"a\": \"x,\n\"b\": 1}", 1), ("{\"a\": \"x\n, y\",\n\"b\": 1}", 1),
    ("{\"a\": \"x\n, \"b\": 1}", 1), (#"{"a": 1"#, 1), (#"{"a": [1, 2}"#, 1),
    (#"{"a": 1} x"#, 1), ("{\u{A0}\"a\":\u{3000}1,\u{FEFF}\"b\": 2}", 3),
    ("{\u{AD}\"a\":\u{B}1,\u{0}\"b\": 2\u{7F}, \"c\":\u{2066}3}", 5),
  ])
  func everyFaultIsFound(_ text: String, count: Int) throws {
    let recovery = try #require(Self.recovery(text))
    #expect(recovery.faults.count == count)
    #expect(recovery.document?.root.kind == .object)
    let offsets = recovery.faults.map(\.offset)
    #expect(offsets == offsets.sorted())
  }

  @Test func aSpaceOfLatin1IsOneFault() throws {
    let bytes = Array("{\"a\":".utf8) + [0xA0] + Array("1, \"b\": 2}".utf8)
    let fault = try #require(throws: SyntaxFault.self) { try JSONParser.parse(bytes) }
    let recovery = JSONRecovery(bytes, after: fault)
    #expect(recovery.faults.count == 1)
    #expect(recovery.document?.root["a"]?.integer == 1)
    #expect(recovery.document?.root["b"]?.integer == 2)
  }

  @Test func valuesNextToAFaultAreRead() throws {
    let text = #"{"a": 1 "b": [2, 3,] "c": None, "d": "e"}"#
    let recovery = try #require(Self.recovery(text))
    let root = try #require(recovery.document?.root)
    #expect(root["a"]?.integer == 1)
    #expect(root["b"]?.elements.map(\.integer) == [2, 3])
    #expect(root["c"]?.kind == .null)
    #expect(root["d"]?.string == "e")
    #expect(recovery.faults.count == 4)
    let damaged = try #require(root["c"])
    let whole = try #require(root["d"])
    #expect(recovery.isDoubtful(damaged, isAbsence: false))
    #expect(!recovery.isDoubtful(whole, isAbsence: false))
  }

  @Test func placesAreThoseOfTheText() throws {
    let text = "{\n  \"a\": 1\n  \"b\": \"here\"\n}"
    let root = try #require(Self.recovery(text)?.document?.root)
    let range = try #require(root["b"]?.sourceRange)
    #expect(String(decoding: Array(text.utf8)[range], as: UTF8.self) == "\"here\"")
  }

  @Test func everyTextEnds() {
    // Every cut, and every byte replaced by each sign of the grammar.
    let bytes = Array(Self.text.utf8)
    for end in bytes.indices {
      _ = Self.recovery(String(decoding: bytes[..<end], as: UTF8.self))
      for sign in "{}[],:\"'#/\\\n0x".utf8 {
        var changed = bytes
        changed[end] = sign
        _ = Self.recovery(String(decoding: changed, as: UTF8.self))
      }
    }
  }

  @Test func limitsHold() throws {
    let deep = String(repeating: "[", count: 2000)
    #expect(try #require(Self.recovery(deep)).document == nil)
    let many = "{" + String(repeating: "'x': y z, ", count: 5000)
    let recovery = try #require(Self.recovery(many))
    #expect(recovery.faults.count <= JSONRecovery.faultLimit + 1)
  }
}
