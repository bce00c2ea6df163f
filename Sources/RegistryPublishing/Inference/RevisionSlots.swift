/// Which digits of a name are probably a revision, such as `r03`, `rev2` and `ver-12`.
///
/// Only the letter `v` says so for certain. The others often mean it, and a proposal says that
/// this is an assumption.
struct RevisionSlots {
  private let group: NameGroup
  private let times: [Int64]

  /// Words for a revision, in lower case.
  private static let words = ["r", "v", "rev", "ver", "vers", "version", "revision"].map {
    Array($0.utf8)
  }
  /// Letters that mean one only if files of one start differ in it, such as build and processing.
  private static let letters = ["b", "p"].map { Array($0.utf8) }

  /// Prepares.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - times: The starts of its keys.
  init(_ group: NameGroup, times: [Int64]) {
    self.group = group
    self.times = times
  }

  /// The slot of the file name that is the revision; nil if absent, or if the name has a
  /// version after the letter `v`.
  var slot: Int? {
    let own = group.slots.indices.filter { group.slots[$0].isInName }
    guard
      !own.contains(where: {
        group.slots[$0].kind == .version && !group.channels.contains($0)
          || group.slots[$0].isVersionDate
      })
    else { return nil }
    return own.first { !group.channels.contains($0) && isRevision($0) }
  }

  /// Whether the digits of a slot are probably a revision.
  ///
  /// - Parameter number: The number of the slot.
  /// - Returns: Whether they are.
  func isRevision(_ number: Int) -> Bool {
    let slot = group.slots[number]
    guard slot.kind == .digits, let word = slot.revisionWord, !isInWord(number) else {
      return false
    }
    let texts = group.keys.indices.map { Array(group.text(number, of: $0)) }
    let most = Self.letters.contains(word) ? 2 : 4
    guard texts.allSatisfy({ $0.count <= most }) else { return false }
    guard !Self.letters.contains(word) else { return isOfSomeStarts(texts) }
    guard Self.words.contains(word), !ChannelVersions(group, times: times).areChannels(number)
    else { return false }
    let values = Set(texts)
    // Orbits grow from file to file.
    return values.count == 1 || startsWithSeveral(texts) > 0
      || values.count <= 10 && 2 * values.count <= texts.count
  }

  /// Whether letters or further digits after a point belong to the digits, as in `r60s`.
  private func isInWord(_ number: Int) -> Bool {
    let end = group.pieces[group.slots[number].piece].range.upperBound
    let rest = group.keys[0][end...]
    guard let next = rest.first else { return false }
    return next.isLetter
      || next == UInt8(ascii: ".") && (rest.dropFirst().first?.isDigit ?? false)
  }

  /// Whether a few starts have several values: parts of an instrument are there more often.
  private func isOfSomeStarts(_ texts: [[UInt8]]) -> Bool {
    let several = startsWithSeveral(texts)
    return several > 0 && 4 * several <= Set(times).count
  }

  /// The number of starts with several values.
  private func startsWithSeveral(_ texts: [[UInt8]]) -> Int {
    guard Set(texts).count > 1 else { return 0 }
    var values: [Int64: Set<[UInt8]>] = [:]
    for (time, text) in zip(times, texts) { values[time, default: []].insert(text) }
    return values.values.count { $0.count > 1 }
  }

  /// What a proposal says of the slot.
  ///
  /// - Parameter number: The number of the slot.
  /// - Returns: A remark in one line.
  func remark(on number: Int) -> String {
    let word = String(decoding: group.slots[number].revisionWord ?? [], as: UTF8.self)
    let text = String(decoding: group.text(number, of: 0), as: UTF8.self)
    return "assumed: \(text) after \(word) is a version, so that only the latest of files that "
      + "differ only in it is published"
  }
}

extension NameGroup.Slot {
  /// The word before the digits, in lower case, if it is a whole one: after a character that is
  /// no letter or digit, or, for longer words and `v`, after digits.
  fileprivate var revisionWord: [UInt8]? {
    var rest = before[...]
    let isSeparate = rest.last.map { [UInt8(ascii: "-"), 0x5F, 0x2E].contains($0) } ?? false
    if isSeparate { rest.removeLast() }
    let word = Array(rest.reversed().prefix { $0.isLetter }.reversed())
    // A letter and its digits belong together.
    guard !word.isEmpty, word.count > 1 || !isSeparate else { return nil }
    let isAfterDigits = word.count == rest.count
    let lower = word.map { $0 | 0x20 }
    guard !isAfterDigits || word.count > 1 || lower == Array("v".utf8) else { return nil }
    return lower
  }
}
