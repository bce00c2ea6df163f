extension PatternParser {
  /// The meaning of one escape or one member of a class.
  struct ClassAtom {
    /// The code points.
    var set: ScalarSet
    /// The only code point, if the atom may begin or end a range.
    var single: UInt32?

    init(_ set: ScalarSet) { self.set = set }

    init(_ value: UInt32) {
      set = ScalarSet(value)
      single = value
    }
  }

  /// Reads a class such as `[^a-z\d]`, after its opening bracket.
  mutating func parseClass(from start: Int) throws(PatternError) -> ScalarSet {
    let isInverted = skip("^")
    var ranges: [ClosedRange<UInt32>] = []
    while true {
      guard peek != nil else { throw PatternError(offset: start, "\"[\" without \"]\"") }
      if skip("]") { break }
      let atomStart = offset
      let atom = try parseClassAtom()
      guard peek == "-", offset + 1 < scalars.count, scalars[offset + 1] != "]" else {
        ranges += atom.set.ranges
        continue
      }
      offset += 1
      let last = try parseClassAtom()
      guard let lower = atom.single, let upper = last.single else {
        throw PatternError(offset: atomStart, "a range cannot begin or end with a class")
      }
      guard lower <= upper else {
        throw PatternError(offset: atomStart, "a range is out of order")
      }
      ranges.append(lower...upper)
    }
    let set = ScalarSet(ranges)
    return isInverted ? set.inverted : set
  }

  private mutating func parseClassAtom() throws(PatternError) -> ClassAtom {
    let start = offset
    guard let next = peek else { throw PatternError(offset: start, "\"[\" without \"]\"") }
    offset += 1
    return next == "\\" ? try parseEscape(from: start, isInClass: true) : ClassAtom(next.value)
  }

  /// Reads an escape for code points, after its backslash.
  mutating func parseEscape(from start: Int, isInClass: Bool) throws(PatternError) -> ClassAtom {
    guard let next = peek else {
      throw PatternError(offset: start, "a backslash ends the pattern")
    }
    offset += 1
    switch next {
    case "d": return ClassAtom(.digits)
    case "D": return ClassAtom(ScalarSet.digits.inverted)
    case "w": return ClassAtom(.word)
    case "W": return ClassAtom(ScalarSet.word.inverted)
    case "s": return ClassAtom(.space)
    case "S": return ClassAtom(ScalarSet.space.inverted)
    case "p", "P": return ClassAtom(try parseProperty(from: start, isInverted: next == "P"))
    case "t": return ClassAtom(0x09)
    case "n": return ClassAtom(0x0A)
    case "v": return ClassAtom(0x0B)
    case "f": return ClassAtom(0x0C)
    case "r": return ClassAtom(0x0D)
    case "b" where isInClass: return ClassAtom(0x08)
    case "-" where isInClass: return ClassAtom(next.value)
    case "0": return try parseNull(from: start)
    case "c": return try parseControl(from: start)
    case "x": return ClassAtom(try parseHexadecimal(2, from: start))
    case "u": return ClassAtom(try parseUnicode(from: start))
    default:
      guard #"^$\.*+?()[]{}|/"#.unicodeScalars.contains(next) else {
        throw PatternError(offset: start, "unknown escape \"\\\(next)\"")
      }
      return ClassAtom(next.value)
    }
  }

  private mutating func parseNull(from start: Int) throws(PatternError) -> ClassAtom {
    if let next = peek, ("0"..."9").contains(next) {
      throw PatternError(offset: start, "octal escapes are not supported; write \\xHH")
    }
    return ClassAtom(0)
  }

  private mutating func parseControl(from start: Int) throws(PatternError) -> ClassAtom {
    guard let letter = peek, letter.isASCII, letter.properties.isAlphabetic else {
      throw PatternError(offset: start, "\\c is not followed by a letter")
    }
    offset += 1
    return ClassAtom(letter.value & 0x1F)
  }

  private mutating func parseProperty(
    from start: Int, isInverted: Bool
  ) throws(PatternError) -> ScalarSet {
    guard skip("{"), let end = scalars[offset...].firstIndex(of: "}") else {
      throw PatternError(offset: start, "\\p is not followed by a name in braces")
    }
    var name = ""
    name.unicodeScalars.append(contentsOf: scalars[offset..<end])
    guard let set = ScalarSet(property: name) else {
      throw PatternError(offset: start, "unknown Unicode property \"\(name)\"")
    }
    offset = end + 1
    return isInverted ? set.inverted : set
  }

  private mutating func parseUnicode(from start: Int) throws(PatternError) -> UInt32 {
    if skip("{") {
      var value: UInt32 = 0
      let first = offset
      while let digit = peek?.hexadecimalValue {
        value = value << 4 | digit
        guard value <= ScalarSet.last else {
          throw PatternError(offset: start, "\\u{...} is above 10FFFF")
        }
        offset += 1
      }
      guard offset > first, skip("}") else {
        throw PatternError(offset: start, "malformed \\u{...}")
      }
      return value
    }
    let high = try parseHexadecimal(4, from: start)
    guard (0xD800...0xDBFF).contains(high), scalars[offset...].starts(with: #"\u"#.unicodeScalars)
    else { return high }
    let afterHigh = offset
    offset += 2
    if let low = try? parseHexadecimal(4, from: afterHigh), (0xDC00...0xDFFF).contains(low) {
      return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }
    offset = afterHigh
    return high
  }

  private mutating func parseHexadecimal(
    _ count: Int, from start: Int
  ) throws(PatternError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = peek?.hexadecimalValue else {
        throw PatternError(offset: start, "\(count) hexadecimal digits must follow the escape")
      }
      value = value << 4 | digit
      offset += 1
    }
    return value
  }
}

extension Unicode.Scalar {
  /// The value of a hexadecimal digit; nil for anything else.
  fileprivate var hexadecimalValue: UInt32? {
    switch self {
    case "0"..."9": value - 0x30
    case "a"..."f": value - 0x61 + 10
    case "A"..."F": value - 0x41 + 10
    default: nil
    }
  }
}
