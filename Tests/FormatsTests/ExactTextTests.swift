import Formats
import Testing

@Suite("Strings that are compared by their bytes")
struct ExactTextTests {
  static let composed = "caf\u{E9}"
  static let decomposed = "cafe\u{301}"

  @Test func `canonically equivalent strings are two`() {
    #expect(Self.composed == Self.decomposed)
    #expect(ExactText(Self.composed) != ExactText(Self.decomposed))
    #expect(!Self.composed.hasSameBytes(as: Self.decomposed))
    #expect(Set([ExactText(Self.composed), ExactText(Self.decomposed)]).count == 2)
    #expect(ExactText(Self.decomposed) < ExactText(Self.composed))
  }

  @Test func `a dictionary and a set keep both`() {
    var numbers: ExactDictionary<Int> = [Self.composed: 1, Self.decomposed: 2]
    #expect(numbers[Self.composed] == 1 && numbers[Self.decomposed] == 2)
    #expect(numbers.map(\.value) == [2, 1])
    #expect(numbers.mapValues { $0 * 10 }[Self.composed] == 10)
    numbers[Self.composed, default: 0] += 5
    #expect(numbers.removeValue(forKey: Self.composed) == 6)
    #expect(numbers.keys.count == 1 && !numbers.isEmpty)
    var names: ExactSet = [Self.composed]
    #expect(!names.contains(Self.decomposed) && names.insert(Self.decomposed).inserted)
    #expect(!names.insert(Self.composed).inserted)
    #expect(Array(names).count == 2)
  }

  @Test("the rest after a prefix, by bytes")
  func rest() {
    #expect("a/\u{301}x".rest(after: "a/") == "\u{301}x")
    #expect(Self.decomposed.rest(after: "cafe") == "\u{301}")
    #expect(Self.composed.rest(after: "cafe") == nil)
    #expect("abc".rest(after: "abc") == "")
    #expect("ab".rest(after: "abc") == nil)
  }
}
