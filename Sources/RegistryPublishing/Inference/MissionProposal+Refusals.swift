internal import RegistryValidation

/// Templates that are not proposed, and why.
extension MissionProposal {
  private mutating func refuse(_ number: Int, reason: String) {
    let (dataset, step) = datasets[number]
    refused.append("not proposed: \(dataset.template): \(reason)")
    unexplained += dataset.keys.map { ($0, step) }
  }

  /// Refuses templates that differ only in am and pm: half of the starts would be 12 hours off.
  mutating func refuseHalfDays() {
    let templates = Set(datasets.map { $0.dataset.template.lowercased() })
    let halves = datasets.indices.filter { number in
      let template = datasets[number].dataset.template.lowercased()
      return [("am", "pm"), ("pm", "am")].contains { one, other in
        template.indices.contains { index in
          guard template[index...].hasPrefix(one), Self.isWordStart(index, in: template)
          else { return false }
          let end = template.index(index, offsetBy: 2)
          guard end == template.endIndex || !template[end].isLetter else { return false }
          return templates.contains("\(template[..<index])\(other)\(template[end...])")
        }
      }
    }
    for number in halves { refuse(number, reason: "templates can't read am and pm") }
    for number in halves.reversed() { datasets.remove(at: number) }
  }

  /// Whether a word may begin at an index: after a code such as `%d`, or after anything but a letter.
  private static func isWordStart(_ index: String.Index, in template: String) -> Bool {
    guard index > template.startIndex else { return true }
    let before = template.index(before: index)
    guard template[before].isLetter else { return true }
    return before > template.startIndex && template[template.index(before: before)] == "%"
  }

  /// Refuses templates that differ only in letters that may tell an hour, a month or a revision.
  mutating func refuseLetters() {
    let families = PeriodLetters.families(of: datasets.map(\.dataset.template))
    for family in families {
      let (first, others) = (datasets[family.numbers[0]].dataset, family.numbers.count - 1)
      refused.append(
        "not proposed: \(first.template) and \(others) others: the letters \(family.letters) may be "
          + "hours, months or revisions, which templates can't read")
      for number in family.numbers {
        unexplained += datasets[number].dataset.keys.map { ($0, datasets[number].step) }
      }
    }
    for number in Set(families.flatMap(\.numbers)).sorted().reversed() {
      datasets.remove(at: number)
    }
  }

  /// The directory of a key, as similar keys share it.
  private static func directory(of key: [UInt8]) -> [UInt8] {
    let directory = Array(key[...(key.lastIndex(of: 0x2F) ?? -1)])
    return KeyPieces(directory).skeleton(of: directory)
  }

  /// The numbers of objects by directory.
  func counts(of keys: [(key: [UInt8], step: Int)]) -> [[UInt8]: Int] {
    keys.reduce(into: [:]) { $0[Self.directory(of: $1.key), default: 0] += $1.step }
  }

  /// Refuses templates in directories with many files that no template explains.
  mutating func refuseScarce() {
    let explained = counts(
      of: datasets.flatMap { each in each.dataset.keys.map { ($0, each.step) } })
    let others = counts(of: unexplained)
    func directory(_ key: [UInt8]) -> [UInt8] { Self.directory(of: key) }
    let scarce = datasets.indices.filter { number in
      let place = directory(datasets[number].dataset.keys[0])
      return (explained[place] ?? 0) < 9 * (others[place] ?? 0)
    }
    for number in scarce {
      let place = directory(datasets[number].dataset.keys[0])
      let (known, other) = (explained[place] ?? 0, others[place] ?? 0)
      refuse(
        number,
        reason: "templates explain only \(known) of \((known + other).counted("object")) there")
    }
    for number in scarce.reversed() { datasets.remove(at: number) }
  }

  /// Refuses templates that the matcher of missions reads differently.
  mutating func refuseContradicted() {
    while !datasets.isEmpty {
      let mission: Mission
      do throws(ConfigurationError) {
        mission = try Mission(parsing: Array(written(datasets).utf8), path: "proposal")
      } catch {
        for number in datasets.indices {
          refuse(number, reason: "scregistry can't read it: \(error)")
        }
        return datasets.removeAll()
      }
      var matcher = KeyMatcher(mission)
      var bad: [Int] = []
      for number in datasets.indices {
        let isRead = datasets[number].dataset.keys.allSatisfy { key in
          do throws(KeyMatcher.Refusal) {
            let match = try matcher.match(key)
            return match.pattern == number && match.rival == nil
          } catch {
            return false
          }
        }
        if !isRead { bad.append(number) }
      }
      guard !bad.isEmpty else { return }
      for number in bad {
        refuse(number, reason: "another template claims the same files, or it fails")
      }
      for number in bad.reversed() { datasets.remove(at: number) }
    }
  }
}
