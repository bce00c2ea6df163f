internal import Formats

/// What several copies together say about the objects on which they do not agree.
struct CopyVotes {
  private let source: MirrorSide
  /// The copies that differ from all others, by the key of the object; an empty list without a
  /// majority.
  private let alone: [[UInt8]: [String]]

  /// Lets the copies vote.
  ///
  /// - Parameters:
  ///   - results: The results of all mirrors.
  ///   - source: The source.
  init(_ results: [MirrorResult], source: MirrorSide) {
    self.source = source
    alone = Deviations.copiesAlone(in: results)
  }

  /// Writes the lines that wait, and blames the one copy that differs from all others.
  ///
  /// - Throws: ``MirrorError`` if a line can't be written.
  func settle(
    _ results: inout [MirrorResult], options: MirrorOptions
  ) throws(MirrorError) {
    guard results.count > 1 else { return }
    for index in results.indices {
      let waiting = results[index].deviations.all.sorted {
        $0.key.lexicographicallyPrecedes($1.key)
      }
      for (key, deviation) in waiting {
        if let objects = options.objects, !deviation.line.isEmpty {
          try objects.write(
            alone[key].map { Self.line(deviation.line, alone: $0) } ?? deviation.line)
        }
        let name = results[index].mirror
        if let alone = alone[key] {
          results[index].findings.explain(
            deviation, at: key, alone: alone, mirror: name, source: source.name)
        }
      }
    }
    blameSource(&results)
  }

  /// The line of an object with the copies that stand alone.
  private static func line(_ line: [UInt8], alone names: [String]) -> [UInt8] {
    let list = JSONWriter.write(.array(names.map { .string($0) }), layout: .singleLine)
    let member = Array(#","alone":"#.utf8) + list + Array("}\n".utf8)
    return Array(line.dropLast(2)) + HarmlessText.escapedJSON(member)
  }

  /// Makes one finding at the source of those that blame mirrors for its own object.
  private func blameSource(_ results: inout [MirrorResult]) {
    let keys = alone.filter { $0.value.contains(source.name) }.keys
      .sorted { $0.lexicographicallyPrecedes($1) }
    for key in keys {
      let deviations = results.compactMap { $0.deviations.all[key] }
      guard let first = deviations.first(where: { $0.verdict.isOfContent }) else { continue }
      for index in results.indices {
        guard let own = results[index].deviations.all[key], own.verdict.isOfContent else {
          continue
        }
        results[index].findings.forget(own, at: key)
      }
      let own = String(decoding: first.sourceKey, as: UTF8.self)
      let finding = MirrorFinding(
        .objectDiffers, uri: source.name(of: own), key: own, dataset: first.dataset,
        saying: "the source's object differs from that of all other copies, which agree: look at "
          + "the source before you copy it")
      results[0].findings.add(finding, in: "")
    }
  }
}

extension Verdict {
  /// Whether it says that both copies exist and have another content.
  fileprivate var isOfContent: Bool { self == .differs || self == .stale }

  /// The rules of its findings.
  fileprivate var rules: [MirrorRule] {
    self == .stale ? [.objectStale] : [.objectDiffers, .objectDamaged]
  }
}

extension FindingCollector {
  /// Names the one copy that differs in the finding about an object.
  fileprivate mutating func explain(
    _ deviation: Deviations.Deviation, at key: [UInt8], alone: [String], mirror: String,
    source: String
  ) {
    guard deviation.verdict.isOfContent, !alone.contains(source) else { return }
    let remark =
      alone.contains(mirror)
      ? "; all other copies agree with the source" : "; no majority of the copies agrees"
    guard alone.isEmpty || alone.contains(mirror) else { return }
    change(deviation, at: key) { $0.message += remark }
  }

  /// Forgets the finding about an object.
  fileprivate mutating func forget(_ deviation: Deviations.Deviation, at key: [UInt8]) {
    let text = String(decoding: key, as: UTF8.self)
    for rule in deviation.verdict.rules {
      let place = Place(rule: rule, dataset: deviation.dataset, file: "")
      guard let group = groups[place] else { continue }
      let kept = group.listed.filter { $0.key != text }
      // A finding that is not listed has one of the two rules; the first one that has more counts.
      guard kept.count < group.listed.count || group.count > group.listed.count else { continue }
      replace(place, listed: kept, count: group.count - 1)
      return
    }
  }

  private mutating func change(
    _ deviation: Deviations.Deviation, at key: [UInt8], _ body: (inout MirrorFinding) -> Void
  ) {
    let text = String(decoding: key, as: UTF8.self)
    for rule in deviation.verdict.rules {
      let place = Place(rule: rule, dataset: deviation.dataset, file: "")
      guard var group = groups[place],
        let index = group.listed.firstIndex(where: { $0.key == text })
      else { continue }
      body(&group.listed[index])
      take(group, of: place)
    }
  }
}
