import TestSupport
import Testing

@testable import Formats

@Suite("Bounds of byte strings") struct ByteBoundsTests {
  private static func text(_ generator: inout SeededGenerator) -> [UInt8] {
    let prefix = Array("s3://b/2020/".utf8).prefix(Int.random(in: 0...12, using: &generator))
    let count = Int.random(in: 0...14, using: &generator)
    return prefix
      + (0..<count).map { _ in [0, 0x30, 0x31, 0xFF].randomElement(using: &generator) ?? 0 }
  }

  @Test func `find the first value outside, like a comparison of each`() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<5000 {
      let bounds = [Self.text(&generator), Self.text(&generator)]
        .sorted { $0.lexicographicallyPrecedes($1) }
      let minimum = Bool.random(using: &generator) ? bounds[0] : nil
      let maximum = Bool.random(using: &generator) ? bounds[1] : nil
      var values = ColumnValues(.bytes)
      var texts: [[UInt8]?] = []
      for _ in 0..<3 {
        let text = Int.random(in: 0..<5, using: &generator) == 0 ? nil : Self.text(&generator)
        texts.append(text)
        if let text { values.append(text.span) } else { values.appendNull() }
      }
      let wanted = texts.firstIndex { text in
        guard let text else { return false }
        return minimum.map { text.lexicographicallyPrecedes($0) } ?? false
          || maximum.map { $0.lexicographicallyPrecedes(text) } ?? false
      }
      let found = ByteBounds(minimum: minimum, maximum: maximum).firstRowOutside(values)
      #expect(found == wanted, "\(minimum as Any) \(maximum as Any) \(texts)")
    }
  }
}
