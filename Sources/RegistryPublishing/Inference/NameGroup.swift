/// Keys that differ only in their slots.
struct NameGroup: Sendable {
  /// A place that varies from key to key.
  struct Slot: Sendable {
    /// Its number among the pieces.
    var piece: Int
    /// What is in it.
    var kind: KeyPieces.Kind
    /// The number of its segment of the path.
    var segment: Int
    /// Whether it is in the file name.
    var isInName: Bool
    /// Whether it is the whole segment.
    var isWholeSegment: Bool
    /// The literal before it in its segment, if nothing else is between.
    var before: [UInt8]
    /// Whether all keys have as many digits.
    var isFixed = true
    /// Whether all keys have the same.
    var isConstant = true
    /// The number of digits in the first key.
    var count = 0

    /// Whether it is the date of a version after its letter, as in `_V140305`.
    var isVersionDate: Bool {
      guard kind == .digits, isFixed, count == 6 || count == 8, before.count > 1 else {
        return false
      }
      return before[before.count - 1] | 0x20 == UInt8(ascii: "v")
        && !before[before.count - 2].isLetter
    }
  }

  /// The keys, in order.
  let keys: [[UInt8]]
  /// The pieces of the first key.
  let pieces: [KeyPieces.Piece]
  /// The place of the checksum in the keys; nil if they have none.
  let checksum: ChecksumPlace?
  /// The slots that tell its dataset from others, which templates name.
  let channels: Set<Int>
  /// The present year: numbers after it are no years.
  let thisYear: Int
  /// The slots.
  private(set) var slots: [Slot] = []
  /// The range of each slot in each key, key by key.
  private var ranges: [Range<Int>] = []

  /// Compares keys.
  ///
  /// - Parameters:
  ///   - keys: At least one key; all have the same skeleton.
  ///   - checksum: The place of the checksum in the keys; nil if they have none.
  ///   - channels: The slots that tell its dataset from others.
  ///   - thisYear: The present year.
  init(
    _ keys: [[UInt8]], checksum: ChecksumPlace? = nil, channels: Set<Int> = [], thisYear: Int = .max
  ) {
    self.keys = keys.sorted { $0.lexicographicallyPrecedes($1) }
    self.checksum = checksum
    self.channels = channels
    self.thisYear = thisYear
    pieces = KeyPieces(self.keys[0], checksum: checksum).pieces
    let first = self.keys[0]
    let lastSlash = first.lastIndex(of: 0x2F) ?? -1
    for (number, piece) in pieces.enumerated() where piece.kind != .literal {
      let start = piece.range.lowerBound
      let segmentStart = (first[..<start].lastIndex(of: 0x2F) ?? -1) + 1
      let isBefore = number > 0 && pieces[number - 1].kind == .literal
      let beforeStart = isBefore ? pieces[number - 1].range.lowerBound : start
      let end = piece.range.upperBound
      slots.append(
        Slot(
          piece: number, kind: piece.kind,
          segment: first[..<start].count { $0 == 0x2F }, isInName: start > lastSlash,
          isWholeSegment: start == segmentStart && (end == first.count || first[end] == 0x2F),
          before: Array(first[max(beforeStart, segmentStart)..<start]), count: piece.range.count))
    }
    ranges.reserveCapacity(slots.count * self.keys.count)
    for (number, key) in self.keys.enumerated() {
      let found = KeyPieces(key, checksum: checksum).pieces
      for index in slots.indices {
        let range = found[slots[index].piece].range
        ranges.append(range)
        guard number > 0 else { continue }
        if range.count != slots[index].count { slots[index].isFixed = false }
        if slots[index].isConstant, key[range] != first[self.ranges[index]] {
          slots[index].isConstant = false
        }
      }
    }
  }

  /// What a key has in a slot.
  ///
  /// - Parameters:
  ///   - slot: The number of the slot.
  ///   - key: The number of the key.
  /// - Returns: Its bytes.
  func text(_ slot: Int, of key: Int) -> ArraySlice<UInt8> {
    keys[key][ranges[key * slots.count + slot]]
  }

  /// The forms that a slot has in all keys.
  ///
  /// - Parameters:
  ///   - slot: The number of the slot.
  ///   - isStop: Whether the slot may tell a stop, which may be at hour 24.
  /// - Returns: The forms.
  func forms(of slot: Int, isStop: Bool = false) -> [DigitForm] {
    switch slots[slot].kind {
    case .literal, .version, .checksum: return []
    case .monthName:
      // May is the whole name as well: only another month tells abbreviations.
      let isShort = keys.indices.allSatisfy { text(slot, of: $0).count == 3 }
      let isMay = slots[slot].isConstant && MonthNames.number(of: text(slot, of: 0).span) == 5
      let element = isShort && !isMay ? TimeElement.shortMonthName : .monthName
      return [DigitForm(element, count: slots[slot].count)]
    case .digits: break
    }
    guard slots[slot].isFixed else { return [] }
    let known = slots[slot].isInName ? DigitForm.all : DigitForm.all + DigitForm.ofDirectories
    return known.filter { form in
      form.count == slots[slot].count
        && keys.indices.allSatisfy { form.covers(text(slot, of: $0), isStop: isStop) }
    }
  }

  /// Parts the keys by what they have in a slot.
  ///
  /// - Parameter slot: The number of the slot.
  /// - Returns: The groups, in order.
  func parts(by slot: Int) -> [NameGroup] {
    Dictionary(grouping: keys.indices) { Array(text(slot, of: $0)) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { part(of: $0.value.map { keys[$0] }, by: slot) }
  }

  /// A group of some of the keys.
  ///
  /// - Parameters:
  ///   - keys: The keys.
  ///   - slot: The number of a slot that tells them from the others; nil if no slot does.
  /// - Returns: The group.
  func part(of keys: [[UInt8]], by slot: Int? = nil) -> NameGroup {
    NameGroup(
      keys, checksum: checksum, channels: channels.union(slot.map { [$0] } ?? []),
      thisYear: thisYear)
  }

  /// Parts the keys by the lengths of their slots.
  ///
  /// - Returns: The groups; only one if the lengths of all are equal.
  func partsByLength() -> [NameGroup] {
    let wanted = slots.indices.filter { slots[$0].kind == .digits && !slots[$0].isFixed }
    guard !wanted.isEmpty else { return [self] }
    return Dictionary(grouping: keys.indices) { key in
      wanted.map { text($0, of: key).count }
    }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { part(of: $0.value.map { keys[$0] }) }
  }
}

extension NameGroup {
  /// Whether digits follow the letter of a quarter or week, as in `2020/W05`.
  func isPeriod(_ number: Int) -> Bool {
    let slot = slots[number]
    guard slot.kind == .digits, let letter = slot.before.last,
      [UInt8(ascii: "q"), UInt8(ascii: "w")].contains(letter | 0x20)
    else { return false }
    return !(slot.before.dropLast().last?.isLetter ?? false)
  }

  /// Whether a directory has the form of years only.
  func isYearOfDirectory(_ number: Int) -> Bool {
    let slot = slots[number]
    guard slot.kind == .digits, !slot.isInName, slot.isWholeSegment, slot.isFixed, slot.count == 4
    else { return false }
    let form = DigitForm(.year, count: 4)
    return keys.indices.allSatisfy { form.covers(text(number, of: $0)) }
  }

  /// The letter that follows digits; nil if something else does.
  func letter(after number: Int) -> UInt8? {
    let piece = slots[number].piece + 1
    guard piece < pieces.count, let byte = keys[0][pieces[piece].range].first, byte.isLetter else {
      return nil
    }
    return byte
  }
}
