import TestSupport

/// Small changes of a text, as faults and attacks make them.
package enum Mutation {
  private static let special =
    Array("\"'\\{}[]:,&*!|>#%@-? \n\r\t0.eEu/~<=\0".utf8) + [0xFF, 0xC3, 0xE2, 0x80, 0xED]

  /// Changes bytes in one to four places.
  package static func of(_ text: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = text
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      let byte = special.randomElement(using: &generator) ?? 0
      let end = Swift.min(bytes.count, place + Int.random(in: 1...8, using: &generator))
      switch Int.random(in: 0...4, using: &generator) {
      case 0: bytes.insert(byte, at: place)
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 3: bytes.replaceSubrange(place..<Swift.min(place + 1, bytes.count), with: [byte])
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }
}
