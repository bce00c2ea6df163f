internal import Formats
internal import SharedCloudRegistry

/// Counts objects that are plainly equal, without a judgement for each.
struct MatchCounts {
  private var totals = MirrorTotals()
  private var place = MirrorTotals.Place()
  private var part = MirrorTotals.Part()
  private var sizes = 0
  private var etags = 0
  private var empties = 0

  /// Counts an object.
  mutating func add(_ match: RecordJoin.Match) {
    let dataset = match.row.map { Int($0.dataset) }
    let year = match.row.flatMap { $0.year == 0 ? nil : Int($0.year) }
    if dataset != place.dataset || year != place.year {
      settle()
      place = MirrorTotals.Place(dataset: dataset, year: year)
    }
    count(match.object, hasEqualETags: match.hasEqualETags)
  }

  /// Counts an object that no row lists.
  mutating func add(_ object: RecordBatch.Record, hasEqualETags: Bool) {
    if place != MirrorTotals.Place() {
      settle()
      place = MirrorTotals.Place()
    }
    count(object, hasEqualETags: hasEqualETags)
  }

  private mutating func count(_ object: RecordBatch.Record, hasEqualETags: Bool) {
    if object.size == 0 {
      empties += 1
    } else if hasEqualETags {
      etags += 1
    } else {
      sizes += 1
    }
    part.bytes.add(clamped: Int(object.size))
  }

  private mutating func settle() {
    let count = sizes + etags + empties
    guard count > 0 else { return }
    part.verdicts[.same] = count
    if sizes > 0 { part.levels[.size] = sizes }
    if etags > 0 { part.levels[.etag] = etags }
    if empties > 0 { part.levels[.digest] = empties }
    totals.parts[place, default: MirrorTotals.Part()].add(part)
    part = MirrorTotals.Part()
    (sizes, etags, empties) = (0, 0, 0)
  }

  /// Adds the counts to others and begins anew.
  mutating func move(to other: inout MirrorTotals) {
    settle()
    for (place, part) in totals.parts { other.parts[place, default: .init()].add(part) }
    totals = MirrorTotals()
  }
}

/// The streams that an object must and may be in so that it is plainly equal.
struct MatchPasses {
  /// The source's and the mirror's listing, and the source's second one if it exists.
  var needed: [Int]
  /// The rows.
  var optional: [Int]
}

extension PairRun {
  /// Which streams make an object plainly equal; nil if every object has to be judged by itself.
  var passes: MatchPasses? {
    typealias Stream = PairAssembly.Stream
    let assembly = assembly
    guard options.objects == nil, options.required <= .size, sampled.isEmpty,
      options.state == nil, !options.scope.isPartial, roots.keys.pairs.count == 1,
      assembly.isSourceKnown, assembly.isMirrorKnown, assembly.hasSourceListing,
      options.sourceEvidence.isEmpty, options.mirrorEvidence.isEmpty
    else { return nil }
    var needed = [Stream.source.rawValue]
    if assembly.hasSecondLook { needed.append(Stream.sourceAgain.rawValue) }
    // Without a row, an object need not be in a mirror, but it is compared.
    needed.append(Stream.mirror.rawValue)
    return MatchPasses(
      needed: needed, optional: [Stream.expected.rawValue, Stream.stated.rawValue])
  }
}
