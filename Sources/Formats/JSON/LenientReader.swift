/// Reads a text that is almost JSON: notes each fault and continues after it.
///
/// It uses the steps of the strict parser, so that valid values are read in the same way.
struct LenientReader {
  var parser: JSONParser
  private(set) var faults: [SyntaxFault] = []
  /// The members and elements that a fault damages.
  private(set) var damage: [Range<Int>] = []
  /// The starts of containers that may lack members or elements.
  private(set) var incomplete: Set<Int> = []
  /// Whether brackets are missing or too many, so that values may be in the wrong container.
  private(set) var isNestingDoubtful = false
  /// The containers in which a fault makes every member doubtful, by their starts.
  private var damagedContainers: Set<Int> = []
  /// Whether the document can't be used: it is beyond the limits, or no container.
  private(set) var isLost = false

  init(_ source: [UInt8], _ limits: TextLimits) {
    parser = JSONParser(source: source, limits: limits)
  }

  /// Reads the whole text.
  mutating func read(_ text: Span<UInt8>) {
    if TextEncoding.hasByteOrderMark(text) {
      parser.document.remark(.byteOrderMark, at: 0)
      parser.offset = 3
    }
    skip(text)
    readValue(text, memberStart: parser.offset)
    guard parser.container != nil else {
      // Without a container there is nothing to continue with.
      faults = Array(faults.prefix(1))
      isLost = true
      return
    }
    while parser.container != nil, !isLost {
      readNext(text)
      if faults.count >= JSONRecovery.faultLimit { isLost = true }
    }
    guard !isLost else { return }
    skip(text)
    guard parser.offset < text.count else { return }
    note(parser.textAfterValue(text))
    isNestingDoubtful = true
  }

  // MARK: - Containers

  /// Reads one member or element, or the end of the container.
  private mutating func readNext(_ text: Span<UInt8>) {
    skip(text)
    guard let container = parser.container else { return }
    guard parser.offset < text.count else { return readEnd(text) }
    let close = UInt8(ascii: container.isObject ? "}" : "]")
    let found = text[parser.offset]
    if Self.isClosing(found) { return readClosing(text, found: found, expected: close) }
    let start = parser.offset
    if container.count > 0 {
      guard readComma(text, or: close) else { return }
    } else if found == UInt8(ascii: ",") {
      note(parser.fault(text, expected: container.isObject ? "a key in double quotes" : "a value"))
      markDoubtful()
      parser.offset += 1
      return
    }
    parser.container?.count += 1
    if container.isObject {
      readMember(text)
    } else {
      readValue(text, memberStart: parser.offset)
    }
    // Every step moves on, whatever the text.
    if parser.offset == start { parser.offset += 1 }
  }

  /// Reads the comma before a value; false if no value follows.
  private mutating func readComma(_ text: Span<UInt8>, or close: UInt8) -> Bool {
    guard text[parser.offset] == UInt8(ascii: ",") else {
      let fault = parser.missingComma(text, close: close)
      note(fault)
      let next = text[parser.offset]
      let isNextValue =
        next == UInt8(ascii: "\"")
        || close == UInt8(ascii: "]") && (next == UInt8(ascii: "{") || next == UInt8(ascii: "["))
      guard fault.code != .missingComma || !isNextValue else {
        // A lone word before an element may be a typing error.
        if SourceExcerpt.isWordByte(text[parser.offset - 1]) { markDoubtful() }
        return true
      }
      // The value before was not what it seemed to be, such as a string with bare quotes.
      let start = parser.offset
      skipJunk(text)
      markDoubtful()
      addDamage(start..<parser.offset)
      return false
    }
    let comma = parser.offset
    parser.offset += 1
    skip(text)
    guard parser.offset < text.count else { return false }
    let next = text[parser.offset]
    if next == close {
      note(parser.trailingComma(at: comma, close: close))
      return false
    }
    if next == UInt8(ascii: ",") {
      note(parser.fault(text, expected: "a value"))
      markDoubtful()
      return false
    }
    return !Self.isClosing(next)
  }

  private mutating func readClosing(_ text: Span<UInt8>, found: UInt8, expected close: UInt8) {
    guard found != close else {
      parser.offset += 1
      return closeContainer()
    }
    isNestingDoubtful = true
    markDoubtful()
    note(parser.fault(text, expected: "\",\" or \"\(Character(Unicode.Scalar(close)))\""))
    let isObject = found == UInt8(ascii: "}")
    guard parser.outerContainers.contains(where: { $0.isObject == isObject }) else {
      parser.offset += 1
      return
    }
    // It closes an outer container; the inner ones were not closed.
    while let inner = parser.container, inner.isObject != isObject {
      incomplete.insert(inner.start)
      closeContainer()
    }
    if let outer = parser.container { incomplete.insert(outer.start) }
    parser.offset += 1
    closeContainer()
  }

  private mutating func readEnd(_ text: Span<UInt8>) {
    note(parser.fault(text, expected: "the rest of the document"))
    isNestingDoubtful = true
    markDoubtful()
    while let container = parser.container {
      incomplete.insert(container.start)
      closeContainer()
    }
  }

  // MARK: - Members and values

  private mutating func readMember(_ text: Span<UInt8>) {
    let start = parser.offset
    var isDamaged = false
    if parser.byte(text) == UInt8(ascii: "\"") {
      do throws(SyntaxFault) {
        try parser.parseString(text)
      } catch {
        note(error)
        isDamaged = true
        append(.string, at: start..<endOfString(text, from: start))
      }
    } else {
      note(parser.badKey(text))
      isDamaged = true
      let end = Self.endOfWord(text, from: start)
      append(.string, at: start..<end)
    }
    skip(text)
    if parser.byte(text) == UInt8(ascii: ":") {
      parser.offset += 1
    } else {
      note(parser.fault(text, expected: "\":\" after the key"))
      isDamaged = true
      if parser.byte(text) == UInt8(ascii: "=") { parser.offset += 1 }
    }
    skip(text)
    readValue(text, memberStart: start)
    guard isDamaged else { return }
    addDamage(start..<Swift.max(parser.offset, start + 1))
    markDoubtful()
  }

  /// Reads a value, or takes null for one that can't be read.
  private mutating func readValue(_ text: Span<UInt8>, memberStart: Int) {
    let start = parser.offset
    do throws(SyntaxFault) {
      try parser.parseValue(text)
    } catch {
      note(error)
      guard ![.tooDeep, .tooLarge].contains(error.code) else {
        isLost = true
        return
      }
      let isString = start < text.count && text[start] == UInt8(ascii: "\"")
      if isString || !Self.isPlainMistake(text, at: start) { markDoubtful() }
      let end = isString ? endOfString(text, from: start) : Self.endOfJunk(text, from: start)
      append(.null, at: start..<end)
      // The place of an empty value counts too.
      addDamage(memberStart..<end + 1)
    }
  }

  private mutating func append(_ kind: Node.Kind, at range: Range<Int>) {
    parser.document.appendScalar(kind, at: range, text: range)
    parser.offset = range.upperBound
  }

  private mutating func note(_ fault: SyntaxFault) {
    // One place has one fault.
    guard faults.last?.offset != fault.offset else { return }
    faults.append(fault)
  }

  private mutating func addDamage(_ range: Range<Int>) { damage.append(range) }

  /// Notes that the innermost container may lack something, and that its last members, or all of an
  /// entry of a list, may not be what they seem.
  private mutating func markDoubtful() {
    guard let container = parser.container else { return }
    incomplete.insert(container.start)
    for outer in parser.outerContainers { incomplete.insert(outer.start) }
    guard parser.outerContainers.isEmpty || !container.isObject else {
      damagedContainers.insert(container.start)
      return
    }
    damageLastMembers(of: container)
  }

  /// Marks the last two members or elements of an open container as damaged.
  private mutating func damageLastMembers(of container: JSONParser.OpenContainer) {
    let entries = parser.document.entries
    var member = container.entry + 1
    var starts: [Int] = []
    while member < entries.count {
      starts = starts.suffix(1) + [Int(entries[member].start)]
      let value = container.isObject ? member + 1 : member
      guard value < entries.count, entries[value].next > value else { break }
      member = Int(entries[value].next)
    }
    if let start = starts.first, start < parser.offset { addDamage(start..<parser.offset) }
  }

  private mutating func closeContainer() {
    if let closed = parser.container, damagedContainers.contains(closed.start) {
      addDamage(closed.start..<Swift.max(parser.offset, closed.start + 1))
    }
    parser.closeContainer()
  }

  // MARK: - Skipping

  /// Skips white space, and comments and spaces of other kinds with a fault for each.
  private mutating func skip(_ text: Span<UInt8>) {
    parser.skipBlanks(text)
    while parser.offset < text.count {
      if let end = Self.endOfOtherSpace(text, from: parser.offset) {
        note(parser.fault(text, expected: "a space, a tab or a line end"))
        parser.offset = end
        parser.skipBlanks(text)
        continue
      }
      guard let end = Self.endOfComment(text, from: parser.offset) else { return }
      note(parser.fault(text, expected: "a value, a comma or a closing bracket"))
      // A comment may hide a member.
      let hidesText = (parser.offset..<end).contains { text[$0] == UInt8(ascii: "\"") }
      if hidesText, let container = parser.container { incomplete.insert(container.start) }
      parser.offset = end
      parser.skipBlanks(text)
    }
  }

  /// Skips the rest of a line that makes no sense, up to a comma or bracket that ends it.
  private mutating func skipJunk(_ text: Span<UInt8>) {
    parser.offset = Swift.max(Self.endOfLineContent(text, from: parser.offset), parser.offset + 1)
  }

  /// The end of a string with faults.
  private func endOfString(_ text: Span<UInt8>, from start: Int) -> Int {
    StringEnd(text, from: start).offset
  }

  private static func isClosing(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }
}
