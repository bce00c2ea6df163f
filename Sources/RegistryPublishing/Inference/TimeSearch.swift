/// Searches for the slots of a group that tell the start.
///
/// Every way to read slots as a date, and further slots as a time of day, is a candidate if all keys
/// allow it. The candidate with the most different starts and the fewest oddities wins.
struct TimeSearch {
  /// A candidate and how good it is.
  private struct Candidate {
    var reading: TimeReading
    var score: Int
  }

  let group: NameGroup
  /// The forms of each slot.
  let forms: [[DigitForm]]
  private var candidates: [Candidate] = []
  private var steps = 0

  private static let stepLimit = 40_000
  private static let candidateLimit = 400

  /// Prepares a search.
  ///
  /// - Parameter group: The group.
  init(_ group: NameGroup) {
    self.group = group
    let ofDirectories = DigitForm.ofDirectories
    forms = group.slots.indices.map { slot in
      if group.isPeriod(slot) { return [] }
      let forms = group.forms(of: slot).filter { !ofDirectories.contains($0) }
      guard group.isYearOfDirectory(slot) else { return forms }
      return forms.filter { $0.parts[0].element == .year }
    }
  }

  /// Finds the best reading of the start.
  ///
  /// - Parameter group: The group.
  /// - Returns: The reading; nil if no slots tell a start.
  static func start(of group: NameGroup) -> TimeReading? {
    guard let reading = startOfDates(of: group) else { return nil }
    return UnpaddedTimes.refined(reading, in: group) ?? reading
  }

  /// The start without an hour or day that only short numbers tell.
  private static func startOfDates(of group: NameGroup) -> TimeReading? {
    let labelled =
      LabelledTimes.reading(of: group) ?? UnpaddedTimes.reading(of: group)
      ?? GeodeticTimes.reading(of: group)
    guard let first = anyStart(of: group) else { return labelled }
    // Names may tell more than the labels of directories, but nothing else.
    if let labelled, !first.refines(labelled, in: group) { return labelled }
    return dataTime(after: first, in: group) ?? first
  }

  private static let day: Int64 = 86_400_000_000

  /// The later date of the names, if the first one is a time of processing.
  ///
  /// The time of processing is always after the day of the other date, which has a cadence, and
  /// either it is irregular, or the other one differs from file to file as well. A date that few
  /// files share is a reference, such as an epoch.
  private static func dataTime(after first: TimeReading, in group: NameGroup) -> TimeReading? {
    guard let last = first.parts.map(\.slot).max(), group.slots[last].isInName,
      last + 1 < group.slots.count, let processed = first.times(in: group),
      processed.count >= 5
    else { return nil }
    var search = TimeSearch(group)
    search.visit(last + 1, reading: TimeReading(), penalty: 0)
    guard let other = search.best(namesOnly: true),
      // Digits that may be a day of a year of two digits are weaker than a whole date.
      !other.hasShortYear || first.hasShortYear,
      !other.kinds.isDisjoint(with: [.day, .dayOfYear]),
      let times = other.times(in: group), StartCadence(times).share >= 0.9,
      zip(times, processed).allSatisfy({ $0 + day <= $1 })
    else { return nil }
    let areAsMany = 10 * Set(times).count >= 9 * Set(processed).count
    return areAsMany || StartCadence(processed).share < 0.6 ? other : nil
  }

  private static func anyStart(of group: NameGroup) -> TimeReading? {
    // A name that tells the date needs no directory.
    for namesOnly in [true, false] {
      var search = TimeSearch(group)
      let first =
        namesOnly ? group.slots.firstIndex { $0.isInName } ?? group.slots.count : 0
      search.visit(first, reading: TimeReading(), penalty: 0)
      guard let best = search.best(namesOnly: namesOnly) else { continue }
      return namesOnly && best.hasShortYear ? moreCertain(than: best, in: group) ?? best : best
    }
    return nil
  }

  /// The day that directories tell with a year of four digits, if names with two contradict it: then
  /// their digits are something else.
  private static func moreCertain(than reading: TimeReading, in group: NameGroup) -> TimeReading? {
    var search = TimeSearch(group)
    search.visit(0, reading: TimeReading(), penalty: 0)
    search.candidates.removeAll { candidate in
      candidate.reading.hasShortYear
        || candidate.reading.kinds.isDisjoint(with: [.day, .dayOfYear])
    }
    let ofDirectories = search.candidates.filter { candidate in
      candidate.reading.parts.allSatisfy { !group.slots[$0.slot].isInName }
    }
    let isConfirmed = ofDirectories.prefix(Self.candidateLimit).contains {
      reading.refines($0.reading, in: group)
    }
    guard !isConfirmed, let other = search.best(namesOnly: false),
      !reading.refines(other, in: group)
    else { return nil }
    return other
  }

  private mutating func visit(_ slot: Int, reading: TimeReading, penalty: Int) {
    steps += 1
    guard steps < Self.stepLimit else { return }
    guard slot < forms.count else {
      if reading.kinds.contains(.year) {
        candidates.append(Candidate(reading: reading, score: -penalty))
      }
      return
    }
    let parsed = reading.kinds
    let wasLast = reading.parts.last.map { $0.slot == slot - 1 } ?? true
    for form in forms[slot] where Self.follows(form, after: parsed) && mayBegin(form, at: slot) {
      var next = reading
      next.parts.append(.init(slot: slot, form: form))
      let isEarlier =
        group.slots[slot].segment
        == reading.parts.last.map {
          group.slots[$0.slot].segment
        }
      let gap = !wasLast && isEarlier ? 25 : 0
      // Days and months before the year are rare, unless the month is a name.
      let isLate =
        form.parts.first?.element.kind == .year && !parsed.isEmpty
        && !reading.parts.contains {
          [.shortMonthName, .monthName].contains($0.form.parts[0].element)
        }
      visit(slot + 1, reading: next, penalty: penalty + gap + Self.oddity(form) + (isLate ? 40 : 0))
    }
    let isOpen = parsed.contains(.year) && slot < forms.count
    visit(
      slot + 1, reading: reading,
      penalty: penalty + (isOpen || group.slots[slot].isConstant ? 0 : 3))
  }

  /// Whether a slot, by its other forms and the letter before it, may begin with an element.
  private func mayBegin(_ form: DigitForm, at slot: Int) -> Bool {
    if form.isOutdone(by: forms[slot]) { return false }
    guard [.hour, .minute, .second, .fraction].contains(form.parts[0].element) else { return true }
    // The same number in all names before the letter of a unit is a duration, as in 15m or 01D.
    if group.slots[slot].isConstant, let letter = group.letter(after: slot),
      letter | 0x20 != UInt8(ascii: "z")
    {
      return false
    }
    // What can be a whole date is no part of a time of day.
    if forms[slot].contains(where: \.isWholeDate) || beginsDate(slot) { return false }
    return !group.slots[slot].isGlued || group.slots[slot].isNamed(as: form.parts[0].element)
  }

  /// Whether a year of four digits, a month and a day follow one another from a slot on, or a year
  /// and a day of the year.
  private func beginsDate(_ slot: Int) -> Bool {
    func has(_ form: DigitForm, at slot: Int) -> Bool {
      forms.indices.contains(slot) && forms[slot].contains(form)
        && group.slots[slot].segment == group.slots[slot - 1].segment
    }
    guard forms[slot].contains(DigitForm(.year, count: 4)) else { return false }
    return has(DigitForm(.dayOfYear, count: 3), at: slot + 1)
      || has(DigitForm(.month, count: 2), at: slot + 1)
        && has(DigitForm(.day, count: 2), at: slot + 2)
  }

  /// How unusual a form is.
  private static func oddity(_ form: DigitForm) -> Int {
    var oddity = form.rest > 0 ? 60 : 0
    if form.parts.count > 1, form.parts[form.parts.count - 1].element == .year { oddity += 40 }
    if form.isShortYear { oddity += form.parts.count == 1 ? 60 : 30 }
    return oddity
  }

  /// Tells whether the elements of a form may follow others.
  private static func follows(_ form: DigitForm, after parsed: Set<TimeElement>) -> Bool {
    var parsed = parsed
    for part in form.parts {
      let kind = part.element.kind
      guard !parsed.contains(kind) else { return false }
      let hasDay = parsed.contains(.day) || parsed.contains(.dayOfYear)
      switch kind {
      case .year: if parsed.contains(.hour) || parsed.contains(.dayOfYear) { return false }
      case .month:
        if parsed.contains(.dayOfYear) || parsed.contains(.hour) { return false }
        // Nobody writes the year between day and month.
        if parsed.contains(.day), parsed.contains(.year) { return false }
      case .day:
        guard parsed.contains(.month) || !parsed.contains(.year), !parsed.contains(.dayOfYear)
        else {
          return false
        }
      case .dayOfYear:
        guard parsed.contains(.year), !hasDay, !parsed.contains(.month) else { return false }
      case .hour: guard parsed.contains(.year), hasDay else { return false }
      case .minute: guard parsed.contains(.hour) else { return false }
      case .second: guard parsed.contains(.minute) else { return false }
      default: guard parsed.contains(.second) else { return false }
      }
      parsed.insert(kind)
    }
    return true
  }

  /// The best candidate that the keys support.
  private mutating func best(namesOnly: Bool) -> TimeReading? {
    let isDated = candidates.contains { $0.reading.precision != .year }
    var found: Candidate?
    var ambiguous: Candidate?
    candidates.sort { $0.score > $1.score }
    for candidate in candidates.prefix(Self.candidateLimit) {
      let reading = candidate.reading
      let kinds = reading.kinds
      // A day without its month is no date.
      if kinds.contains(.day), !kinds.contains(.month) { continue }
      // In a name, a year alone is a date only if nothing better is anywhere.
      if namesOnly, reading.precision == .year, isDated || !isYearSupported(reading) { continue }
      if mayBeCounter(reading) || sharesShortYear(reading) || contradictsYear(reading) { continue }
      if YearNumbers.reason(against: reading, in: group) != nil { continue }
      guard let times = reading.times(in: group),
        TimeEvidence(group, reading: reading, times: times).supportsTimeOfDay,
        !RepeatedValues.areChannels(reading, in: group, times: times)
      else { continue }
      if Set(times).count == 1, !mayBeConstant(reading) { continue }
      if isOutdone(reading, times: times) { continue }
      let scored = Candidate(
        reading: reading, score: candidate.score + quality(reading, times: times))
      if isAmbiguous(reading) {
        if ambiguous.map({ $0.score < scored.score }) ?? true { ambiguous = scored }
      } else if found.map({ $0.score < scored.score }) ?? true {
        found = scored
      }
    }
    guard let found else { return nil }
    let reading = found.reading
    if let ambiguous {
      // Digits that are best read as a date whose order is unknown are no other date.
      if ambiguous.score > found.score || !isMoreRegular(reading, than: ambiguous.reading) {
        return nil
      }
      if reading.kinds.isDisjoint(with: [.day, .dayOfYear]) { return nil }
    }
    if namesOnly, reading.precision == .year, isMoreInDirectories { return nil }
    return reading
  }

  /// Whether a reading may give all keys the same time: digits that stay the same are a date only
  /// if they look like nothing else.
  private func mayBeConstant(_ reading: TimeReading) -> Bool {
    group.keys.count <= 2
      || !reading.hasShortYear && !reading.kinds.isDisjoint(with: [.day, .dayOfYear])
  }

  /// Whether years alone are likely: several of them, one after another.
  private func isYearSupported(_ reading: TimeReading) -> Bool {
    guard let part = reading.parts.first, part.form.parts.first?.element == .year else {
      return false
    }
    let years = Set(group.keys.indices.map { group.text(part.slot, of: $0).number })
    guard let first = years.min(), let last = years.max(), years.count > 1 else { return false }
    return 2 * years.count >= last - first + 1
  }

  /// Whether directories tell a day.
  private var isMoreInDirectories: Bool {
    var search = TimeSearch(group)
    search.visit(0, reading: TimeReading(), penalty: 0)
    return search.candidates.contains { $0.reading.kinds.contains(.day) }
  }

  /// How well a reading fits the keys.
  private func quality(_ reading: TimeReading, times: [Int64]) -> Int {
    let distinct = Set(times).count
    var quality = 100 * distinct / times.count
    // The order of keys is often that of times.
    let steps = zip(times, times.dropFirst()).count { $0 <= $1 }
    quality += 20 * steps / max(1, times.count - 1)
    quality += 6 * reading.kinds.count
    // Two digits may be anything: a cadence is what tells a year.
    let isYearAlone = reading.parts.contains { $0.form == DigitForm(.shortYear, count: 2) }
    if isYearAlone, distinct >= 10, StartCadence(times).share >= 0.9 {
      quality += reading.parts.count >= 3 ? 70 : 30
    }
    if let first = reading.parts.first {
      quality -= first.slot
      // The first date of a name is the start; later ones are stops and times of processing.
      for slot in 0..<first.slot
      where group.slots[slot].isInName && !group.slots[slot].isConstant
        && forms[slot].contains(where: \.isWholeDate)
      {
        quality -= 150
      }
    }
    return quality + DirectoryTimes(group, reading: reading).agreement
  }
}
