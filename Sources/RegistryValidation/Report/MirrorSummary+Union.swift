extension MirrorSummary {
  /// What the counts of a part are for.
  private struct Place: Hashable {
    var mirror: String
    var dataset: String?
    var year: Int?
  }

  /// Adds another comparison with the same source: of other mirrors, or of other datasets.
  ///
  /// Counts of the same thing are not added: the larger ones win, so that adding twice changes
  /// nothing. The order does not matter.
  package mutating func formUnion(_ other: MirrorSummary) {
    let totals = objectCounts.merging(other.objectCounts, uniquingKeysWith: Swift.max)
    let all = namedParts.merging(other.namedParts) { one, two in one.union(two) }
    copies = Self.union(copies, and: other.copies)
    maps = Set(maps).union(other.maps).sorted { $0.lexicographicallyPrecedes($1) }
    // A scope of one comparison is no limit of the other if that has none.
    for name in Set(scope.keys).union(other.scope.keys) {
      guard let one = scope[name], let two = other.scope[name] else {
        scope[name] = nil
        continue
      }
      scope[name] = Set(one).union(two).sorted()
    }
    // A rule that one comparison asked was asked.
    notAsked = notAsked.filter { other.notAsked[$0.key] != nil }
      .merging(other.notAsked.filter { notAsked[$0.key] != nil }, uniquingKeysWith: Swift.min)
    alone.merge(other.alone, uniquingKeysWith: Swift.max)
    sample = [sample, other.sample].compactMap(\.self).max { $0.drawn < $1.drawn }
    parts = all.values.sorted { left, right in
      (left.mirror ?? "", left.dataset ?? "", left.year ?? 0)
        < (right.mirror ?? "", right.dataset ?? "", right.year ?? 0)
    }
    settleScope(totals)
    recount()
  }

  /// The number of objects of each mirror, in the scope or not.
  private var objectCounts: [String: Int] {
    let only = copies.count == 1 ? copies.first?.name : nil
    return parts.reduce(into: [:]) { counts, part in
      counts[part.mirror ?? only ?? "", default: 0] += part.verdicts.values.reduce(0, +)
    }
  }

  /// Counts as not mirrored only what no comparison had in its scope.
  ///
  /// An object outside the scope of a comparison may have no dataset in it, and has one in another.
  private mutating func settleScope(_ totals: [String: Int]) {
    let outside = Self.outside
    for (name, total) in totals {
      let own = parts.indices.filter { parts[$0].mirror == name }
      let judged = own.reduce(0) { sum, index in
        sum + parts[index].verdicts.reduce(0) { $0 + ($1.key == outside ? 0 : $1.value) }
      }
      var excess = own.reduce(judged) { $0 + parts[$1].verdicts[outside, default: 0] } - total
      // Those without a dataset first, since they are the ones that another comparison may know.
      let order = own.sorted { parts[$0].dataset == nil && parts[$1].dataset != nil }
      for index in order where excess > 0 {
        let count = parts[index].verdicts[outside, default: 0]
        let removed = Swift.min(count, excess)
        excess -= removed
        parts[index].verdicts[outside] = count > removed ? count - removed : nil
      }
    }
    parts.removeAll { $0.verdicts.isEmpty && $0.files == 0 }
  }

  /// The verdict on an object outside the scope.
  private static let outside = "not-mirrored"

  /// The parts by their places, each with the name of its mirror.
  private var namedParts: [Place: Part] {
    let only = copies.count == 1 ? copies.first?.name : nil
    return Dictionary(
      parts.map { part in
        var part = part
        part.mirror = part.mirror ?? only ?? ""
        let place = Place(
          mirror: part.mirror ?? "", dataset: part.dataset, year: part.year)
        return (place, part)
      }, uniquingKeysWith: { $0.union($1) })
  }

  private static func union(_ one: [Copy], and other: [Copy]) -> [Copy] {
    var copies: [String: Copy] = [:]
    for copy in one + other { copies[copy.name, default: copy].formUnion(copy) }
    return copies.values.sorted { $0.name < $1.name }
  }

  /// Counts the verdicts and levels of each mirror again, since the parts have all of them.
  private mutating func recount() {
    for index in copies.indices {
      let own = parts.filter { $0.mirror == copies[index].name }
      copies[index].verdicts = own.reduce(into: [:]) { $0.merge($1.verdicts, uniquingKeysWith: +) }
      copies[index].levels = own.reduce(into: [:]) { $0.merge($1.levels, uniquingKeysWith: +) }
    }
    guard copies.count == 1 else { return }
    for index in parts.indices { parts[index].mirror = nil }
  }
}

extension MirrorSummary.Copy {
  /// Adds what another run says about the same mirror.
  fileprivate mutating func formUnion(_ other: MirrorSummary.Copy) {
    unknown.merge(other.unknown, uniquingKeysWith: Swift.max)
    for (clock, text) in other.lag {
      guard let own = lag[clock], let one = Int(own), let two = Int(text) else {
        lag[clock] = Swift.max(lag[clock] ?? text, text)
        continue
      }
      lag[clock] = String(Swift.max(one, two))
    }
  }
}

extension MirrorSummary.Part {
  /// The larger ones of two counts of the same objects.
  fileprivate func union(_ other: MirrorSummary.Part) -> MirrorSummary.Part {
    var part = self
    part.files = Swift.max(files, other.files)
    part.bytes = Swift.max(bytes, other.bytes)
    part.verdicts.merge(other.verdicts, uniquingKeysWith: Swift.max)
    part.levels.merge(other.levels, uniquingKeysWith: Swift.max)
    return part
  }
}
