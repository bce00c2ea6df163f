/// A dataset that the names of files suggest.
struct ProposedDataset {
  /// The template.
  private(set) var template = ""
  /// How its files stop.
  let stop: StopProposal
  /// Its keys.
  let keys: [[UInt8]]
  /// The number of digits of fractions of seconds.
  let fractionDigits: Int
  /// The number of files that start when another one does; versions of one file don't count.
  let sharedStarts: Int
  /// The literal part of the file name before its time.
  private(set) var shortName = ""
  /// All literal parts of the file name, without its extension.
  private(set) var longName = ""
  /// The last directory that all keys share, if it has letters.
  let folderName: String
  /// What is assumed, in one line each.
  let assumptions: [String]
  /// The number of files of which a later version is there.
  private(set) var earlierVersions = 0
  /// The slot of a revision.
  private let revision: Int?
  private var numbers = 0

  /// Proposes a dataset.
  ///
  /// - Parameters:
  ///   - group: Its keys.
  ///   - start: The reading of the start.
  ///   - times: The starts of the keys.
  init(_ group: NameGroup, start: TimeReading, times: [Int64]) {
    keys = group.keys
    folderName = Self.folderName(of: group)
    stop = StopProposal(group, start: start, times: times)
    let revisions = RevisionSlots(group, times: times)
    let (used, revised) = (stop.reading, revisions.slot)
    revision = revised.flatMap {
      start.form(of: $0) == nil && used?.form(of: $0) == nil ? $0 : nil
    }
    assumptions = [
      revision.map { revisions.remark(on: $0) }, ChannelVersions.remark(on: group),
      YearNumbers.remark(on: start, in: group),
      RepeatedValues.remark(on: start, in: group, times: times), stop.assumption,
    ].compactMap { $0 }
    let versions = group.slots.indices.filter { [revision] in
      (group.slots[$0].kind == .version || group.slots[$0].isVersionDate)
        && !group.slots[$0].isConstant || revision == $0
    }
    let hasVersions = !versions.isEmpty
    earlierVersions = EarlierVersions.count(by: Set(versions), in: group)
    sharedStarts = hasVersions ? 0 : times.count - Set(times).count
    fractionDigits =
      start.parts.flatMap(\.form.parts).filter { $0.element == .fraction }.map(\.count).max() ?? 0
    let directories = DirectoryTimes(group, reading: start).forms
    var isBeforeTime = true
    var slot = 0
    let lastSlash = group.keys[0].lastIndex(of: 0x2F) ?? -1
    let extensionStart = Self.extensionStart(of: group.keys[0])
    for (number, piece) in group.pieces.enumerated() {
      let isInName = piece.range.lowerBound > lastSlash
      if piece.kind == .literal {
        add(literal: group.keys[0][piece.range])
        let name = group.keys[0][piece.range].enumerated().filter {
          $0.offset + piece.range.lowerBound > lastSlash
            && $0.offset + piece.range.lowerBound < extensionStart
        }.map(\.element)
        addName(name, isBeforeTime: isBeforeTime)
        continue
      }
      let form = start.form(of: slot)
      let isTime = form != nil || stop.reading?.form(of: slot) != nil
      if isTime, isInName { isBeforeTime = false }
      if let form {
        template += form.template
        if form.rest > 0 { addNumber("[0-9]{\(form.rest)}") }
      } else if let form = stop.reading?.form(of: slot) {
        template += "%{stop:\(form.template)}"
      } else if let form = directories[slot] {
        template += form.template
      } else {
        addOther(group, number: slot, piece: number, isInName: isInName)
        let isChannel = piece.kind == .version && group.channels.contains(slot)
        if isInName, group.slots[slot].isConstant, piece.kind == .digits || isChannel,
          piece.range.lowerBound < extensionStart
        {
          addName(Array(group.keys[0][piece.range]), isBeforeTime: isBeforeTime)
        }
      }
      if piece.kind == .version { isBeforeTime = isBeforeTime && !isInName }
      slot += 1
    }
  }

  private static func folderName(of group: NameGroup) -> String {
    let segments = group.keys[0].split(separator: 0x2F, omittingEmptySubsequences: false).dropLast()
    let found = segments.enumerated().last { number, name in
      name.contains(where: \.isLetter)
        && group.slots.allSatisfy { $0.segment != number || $0.isConstant }
    }
    return found.map { String(decoding: $0.element, as: UTF8.self) } ?? ""
  }

  private static func extensionStart(of key: [UInt8]) -> Int {
    guard let dot = key.lastIndex(of: 0x2E), dot > (key.lastIndex(of: 0x2F) ?? -1) else {
      return key.count
    }
    return dot
  }

  private mutating func addName(_ bytes: [UInt8], isBeforeTime: Bool) {
    let text = String(decoding: bytes, as: UTF8.self)
    if isBeforeTime { shortName += text }
    longName += text
  }

  /// Adds a string in which the characters of templates mean themselves.
  private mutating func add(literal bytes: ArraySlice<UInt8>) {
    for character in String(decoding: bytes, as: UTF8.self) {
      switch character {
      case "%": template += "%%"
      case "*", "{", "}":
        numbers += 1
        template += "{literal\(numbers):[\\\(character)]}"
      default: template.append(character)
      }
    }
  }

  private mutating func addNumber(_ pattern: String) {
    numbers += 1
    template += "{number\(numbers):\(pattern)}"
  }

  /// Adds a slot that tells no time.
  private mutating func addOther(
    _ group: NameGroup, number: Int, piece: Int, isInName: Bool
  ) {
    let slot = group.slots[number]
    if group.channels.contains(number) {
      add(literal: group.text(number, of: 0))
    } else if slot.kind == .version, isInName, isFirstVersion(group, number: number) {
      template += Self.versionCapture(group, number: number)
    } else if slot.kind == .version, !isInName, repeatsVersion(group, number: number) {
      template += Self.versionCapture(group, number: number)
    } else if slot.isVersionDate, isInName, firstVersion(group) == nil {
      template += "{version}"
    } else if number == revision || repeatsRevision(group, number: number) {
      template += "{version}"
    } else if slot.isConstant, slot.kind != .checksum {
      add(literal: group.text(number, of: 0))
    } else if slot.kind == .version {
      addNumber(Self.isPlainVersion(group, number: number) ? "[0-9.]+" : Self.anyVersion)
    } else if slot.kind == .checksum {
      addNumber("[0-9A-Fa-f]{\(slot.count)}")
    } else {
      addNumber(slot.isFixed ? "[0-9]{\(slot.count)}" : "[0-9]+")
    }
  }

  /// A version with dashes or a revision.
  private static let anyVersion = "[0-9][-._0-9Rr]*"

  private static func versionCapture(_ group: NameGroup, number: Int) -> String {
    isPlainVersion(group, number: number) ? "{version}" : "{version:\(anyVersion)}"
  }

  /// Whether a version has only digits and points.
  private static func isPlainVersion(_ group: NameGroup, number: Int) -> Bool {
    group.keys.indices.allSatisfy { key in
      group.text(number, of: key).allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
    }
  }

  private func isFirstVersion(_ group: NameGroup, number: Int) -> Bool {
    firstVersion(group) == number
  }

  /// The first version in the name, apart from numbers that tell channels.
  private func firstVersion(_ group: NameGroup) -> Int? {
    group.slots.indices.first {
      group.slots[$0].kind == .version && group.slots[$0].isInName && !group.channels.contains($0)
    }
  }

  /// Whether a directory always has the revision of the name, after the same letters.
  private func repeatsRevision(_ group: NameGroup, number: Int) -> Bool {
    guard let revision, !group.slots[number].isInName, group.slots[number].kind == .digits else {
      return false
    }
    let own = group.slots[revision].before.reversed().prefix { $0.isLetter }
    return !own.isEmpty && group.slots[number].before.reversed().starts(with: own)
      && group.keys.indices.allSatisfy {
        group.text(number, of: $0) == group.text(revision, of: $0)
      }
  }

  /// Whether a directory always has the version of the name.
  private func repeatsVersion(_ group: NameGroup, number: Int) -> Bool {
    guard let other = firstVersion(group) else { return false }
    return group.keys.indices.allSatisfy { group.text(number, of: $0) == group.text(other, of: $0) }
  }
}
