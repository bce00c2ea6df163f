import SharedCloudRegistry
import TestSupport

/// Makes index files for tests: clean ones, and ones with a few accidents.
struct RowGenerator {
  var random: SeededGenerator
  let layout: RowLayout

  init(_ layout: RowLayout, seed: UInt64) {
    self.layout = layout
    random = SeededGenerator(seed: seed)
  }

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  /// Makes the lines of a file without fault, the header first.
  mutating func cleanLines(_ count: Int) -> [[UInt8]] {
    var lines = [Array("# start, stop, datakey, filesize".utf8)]
    let keys = keys(count)
    var seconds: Int64 = 1_262_304_000 + Int64(below(200)) * 86400
    for index in 0..<count {
      // At least a minute apart, so that they differ in every precision.
      seconds += Int64(60 * (1 + below(index % 3 == 0 ? 3000 : 10)))
      let start = SCRTime(seconds: seconds, nanoseconds: 123_456_789)
      let stop = SCRTime(seconds: seconds + Int64(below(50)), nanoseconds: 987_654_321)
      let times = (layout.hasStop ? [start, stop] : [start]).map {
        $0.text(precision: layout.precision)
      }
      let fields = times + [keys[index], String(1 + below(1 << below(40)))]
      lines.append(Array(fields.joined(separator: ",").utf8))
    }
    return lines
  }

  /// Makes datakeys that ascend, descend, jump, share directories, or are prefixes of others.
  private mutating func keys(_ count: Int) -> [String] {
    let kind = below(6)
    let directory = String(repeating: "some/where/", count: below(4))
    return (0..<count).map { index in
      let number = String(1000 + index)
      switch kind {
      case 0: return layout.prefix + directory + "file_" + number + ".cdf"
      case 1: return layout.prefix + directory + String(9000 - index) + "_v1.2.3.fits"
      case 2: return layout.prefix + String(number.reversed()) + "/" + directory + "x.nc"
      case 3: return layout.prefix + String(repeating: "a", count: 1 + index)
      case 4: return layout.prefix + String(number.dropFirst(2))
      default: return layout.prefix + directory + "d\(index / 4)/" + number
      }
    }
  }

  private static let bytes =
    Array("0123456789.,-:TZtz/ \"'\t#&+a~_".utf8)
    + [0x00, 0x0A, 0x0D, 0x1F, 0x7F, 0x80, 0xC3, 0xE2, 0xFF]

  private static let insertions = ["/../", "..", "/./", "//", " ", "é", "\u{1}", ",", "''", "/..,"]

  /// Lets one accident happen to a file.
  mutating func damage(_ lines: inout [[UInt8]]) {
    let line = below(lines.count)
    let byte = Self.bytes[below(Self.bytes.count)]
    switch below(9) {
    case 0 where !lines[line].isEmpty: lines[line][below(lines[line].count)] = byte
    case 1 where lines[line].count > 30: lines[line][below(30)] = byte
    case 2: lines[line].insert(byte, at: below(lines[line].count + 1))
    case 3 where !lines[line].isEmpty: lines[line].remove(at: below(lines[line].count))
    case 4: lines.insert(lines[line], at: below(lines.count))
    case 5: lines.swapAt(line, below(lines.count))
    case 6: lines[line].append(contentsOf: [0x0D])
    case 7: lines[line] = Array(lines[line].prefix(below(lines[line].count + 1)))
    default: damageColumn(&lines, from: line)
    }
  }

  /// Puts the same text at the same place into several rows that follow one another.
  private mutating func damageColumn(_ lines: inout [[UInt8]], from line: Int) {
    let text = Array(Self.insertions[below(Self.insertions.count)].utf8)
    let place = below(100)
    for index in line..<min(line + 1 + below(5), lines.count) where place < lines[index].count {
      lines[index].insert(contentsOf: text, at: place)
    }
  }

  /// Joins lines to a file, with or without an end of the last line.
  mutating func file(_ lines: [[UInt8]]) -> [UInt8] {
    let bytes = Array(lines.joined(separator: [0x0A]))
    return below(4) == 0 ? bytes : bytes + [0x0A]
  }
}
