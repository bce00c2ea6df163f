internal import Listings
internal import ObjectStorage
internal import SharedCloudRegistry

/// Makes the pairs of objects from the records of one key.
struct PairAssembly {
  /// The streams of a join, in their order.
  enum Stream: Int, CaseIterable {
    case expected, stated, source, mirror, sourceAgain, sourceEvidence, mirrorEvidence
    /// The looks that parts of a plan made.
    case looks
  }

  /// Whether the source was listed completely.
  var isSourceKnown = true
  /// Whether the source could be listed, so that its absent objects are absent.
  var hasSourceListing = true
  /// Whether the mirror was listed completely.
  var isMirrorKnown = true
  /// The places that listings name without their content, by the keys of their own side.
  var unlisted: (source: UnlistedPlaces, mirror: UnlistedPlaces) = (.init(), .init())
  /// Whether the source was listed a second time.
  var hasSecondLook = false
  /// Whether index files say what must be there.
  var hasIndexes = false
  /// The side whose listing contradicts itself, so that no entry of it proves anything; nil if none
  /// does.
  var doubtfulListing: String?
  /// Whether some index file of the source could not be read.
  var lacksRows = false
  /// The newest stop of the mirror's rows by dataset, in milliseconds, if its lag is allowed.
  var newestOfMirror: [Int: Int64] = [:]
  /// When the listings of the sides were made, in milliseconds since 1970; nil if they don't say it.
  var listingTimes: (source: Int64?, mirror: Int64?) = (nil, nil)
  let scope: MirrorScope
  let keys: KeyMap
  let sourceRoot: String

  /// Makes a pair.
  ///
  /// - Parameter group: The records of one key.
  /// - Returns: The pair; nil if nobody has the object.
  /// - Throws: ``MirrorError`` if two keys of the source meet in one key of the mirror.
  func pair(_ group: RecordJoin.Group) throws(MirrorError) -> ObjectPair? {
    func entries(_ stream: Stream) -> [RecordJoin.Entry] { group.entries[stream.rawValue] }
    try refuseMeeting(group.key, entries: entries(.expected) + entries(.source))
    var pair = ObjectPair(key: group.key)
    var rowTime = Int64.min
    if let row = entries(.expected).first {
      pair.dataset = Int(row.record.dataset)
      pair.year = row.record.year == 0 ? nil : Int(row.record.year)
      pair.sourceRow = Self.row(row)
      rowTime = row.record.modified
      if entries(.stated).isEmpty, let newest = newestOfMirror[Int(row.record.dataset)] {
        pair.isAfterMirror = row.record.modified > newest
      }
    }
    if let row = entries(.stated).first {
      if pair.dataset == nil { pair.dataset = Int(row.record.dataset) }
      pair.mirrorRow = Self.row(row)
    }
    pair.source = Self.facts(entries(.source), of: "source", contradiction: &pair.contradiction)
    pair.mirror = Self.facts(entries(.mirror), of: "mirror", contradiction: &pair.contradiction)
    pair.olderListing = olderListing(
      source: Swift.max(rowTime, entries(.source).first?.record.modified ?? .min),
      mirror: entries(.mirror).first?.record.modified ?? .min)
    pair.isSourceKnown =
      isSourceKnown && hasSourceListing
      && (unlisted.source.isEmpty
        || !keys.unmapped(group.key).contains(where: unlisted.source.contain))
    pair.isMirrorKnown = isMirrorKnown && !unlisted.mirror.contain(group.key)
    pair.doubtfulListing = doubtfulListing
    pair.mayHaveRow = lacksRows && pair.sourceRow == nil
    pair.evidence = ["listing"]
    if hasSecondLook {
      let again = entries(.sourceAgain).first.map(Self.facts)
      let isSame =
        (again == nil) == (pair.source == nil)
        && again?.size == pair.source?.size && again?.etag == pair.source?.etag
      pair.stayed = isSame
      if pair.source == nil { pair.source = again }
    }
    for (stream, side) in [
      (Stream.sourceEvidence, \ObjectPair.source), (.mirrorEvidence, \.mirror),
    ] {
      guard let facts = pair[keyPath: side] else { continue }
      pair.lists += entries(stream).map { Int($0.record.pair) }
      let sums = Self.checksums(entries(stream), of: facts)
      if !sums.isEmpty { pair.evidence.append("list") }
      let known = facts.checksums + sums.filter { !facts.checksums.contains($0) }
      var stated = facts
      stated.checksums = known
      let disputed = Self.disputed(stated.stated)
      pair[keyPath: side]?.checksums = known.filter { !disputed.contains($0.algorithm) }
      if let algorithm = disputed.first {
        let values = stated.stated.filter { $0.algorithm == algorithm }.map(\.hexadecimal)
        pair.contradiction =
          "what is stated about the \(side == \.source ? "source" : "mirror")'s object "
          + "contradicts itself: \(algorithm.rawValue) \(values.joined(separator: " and "))"
      }
    }
    guard pair.source != nil || pair.mirror != nil || pair.sourceRow != nil else { return nil }
    pair.isInScope = isInScope(pair)
    return pair
  }

  /// The side whose listing was made before the times of the other side's object, in words; nil if
  /// neither was.
  private func olderListing(source: Int64, mirror: Int64) -> String? {
    func words(_ side: String, _ made: Int64, _ other: String) -> String {
      "\(side) was made at \(SCRTime(seconds: made / 1000).text), before the \(other)'s object"
    }
    if let made = listingTimes.mirror, made < source { return words("mirror", made, "source") }
    if let made = listingTimes.source, made < mirror { return words("source", made, "mirror") }
    return nil
  }

  /// The checksums that lists state for an object, each once.
  private static func checksums(
    _ entries: [RecordJoin.Entry], of facts: ObjectFacts
  ) -> [Checksum] {
    var sums: [Checksum] = []
    for entry in entries {
      let etag = String(decoding: entry.batch.etag(entry.record), as: UTF8.self)
      guard let checksum = Checksum(note: entry.batch.note(entry.record)),
        belongs(etag, to: facts), !sums.contains(checksum)
      else { continue }
      sums.append(checksum)
    }
    return sums
  }

  /// The algorithms of which there are different values over all bytes of one object.
  private static func disputed(_ checksums: [Checksum]) -> [ChecksumAlgorithm] {
    guard checksums.count > 1 else { return [] }
    return ChecksumAlgorithm.byStrength.filter { algorithm in
      Set(checksums.filter { $0.algorithm == algorithm && $0.isFull }.map(\.value)).count > 1
    }
  }

  /// A checksum with an ETag belongs only to the object that still has it.
  private static func belongs(_ etag: String, to facts: ObjectFacts) -> Bool {
    guard !etag.isEmpty, let own = facts.etag else { return true }
    return ETag(etag) == ETag(own)
  }

  private func isInScope(_ pair: ObjectPair) -> Bool {
    if pair.sourceRow == nil {
      // Without a row, the object need not be in a mirror of a registry.
      if hasIndexes, pair.mirror == nil, !pair.mayHaveRow { return false }
      if scope.judgesRows, pair.mirrorRow == nil { return false }
    }
    guard scope.judgesKeys else { return true }
    let key = keys.unmapped(pair.key).first ?? pair.key
    return scope.contains(
      key: String(decoding: key, as: UTF8.self),
      size: pair.sourceRow?.size ?? pair.source?.size ?? pair.mirror?.size)
  }

  private func refuseMeeting(
    _ key: [UInt8], entries: [RecordJoin.Entry]
  ) throws(MirrorError) {
    guard keys.pairs.count > 1, let first = entries.first?.record.pair,
      let other = entries.first(where: { $0.record.pair != first })?.record.pair
    else { return }
    let names = [first, other].map { number -> String in
      guard Int(number) < keys.pairs.count else { return "?" }
      let pair = keys.pairs[Int(number)]
      return sourceRoot
        + String(decoding: pair.from + key.dropFirst(pair.to.count), as: UTF8.self)
    }
    throw MirrorError(
      .usage,
      saying: "--map lets two objects meet: \(names[0]) and \(names[1]) both become "
        + "\(String(decoding: key, as: UTF8.self)); map them to different places")
  }

  private static func row(_ entry: RecordJoin.Entry) -> ObjectPair.Row {
    ObjectPair.Row(
      size: entry.record.size < 0 ? nil : Int(entry.record.size),
      checksum: Checksum(note: entry.batch.note(entry.record)))
  }

  /// The facts of a listing, which may have an object several times; nil if it does not have it.
  private static func facts(
    _ entries: [RecordJoin.Entry], of side: String, contradiction: inout String?
  ) -> ObjectFacts? {
    guard let first = entries.first else { return nil }
    var facts = facts(first)
    guard entries.count > 1 else { return facts }
    let all = entries.map(Self.facts)
    let sizes = all.map { $0.size.map { "\($0)" } ?? "no size" }
    if let other = all.first(where: { $0.size != facts.size }) {
      contradiction =
        "the listing of the \(side) contradicts itself: \(sizes.joined(separator: " and ")) bytes"
      facts.size = other.size == nil ? facts.size : nil
    }
    if let other = all.first(where: { $0.etag != facts.etag }) {
      contradiction =
        contradiction ?? "the listing of the \(side) contradicts itself: two ETags, "
        + "\(facts.etag ?? "none") and \(other.etag ?? "none")"
      facts.etag = nil
    }
    return facts
  }

  private static func facts(_ entry: RecordJoin.Entry) -> ObjectFacts {
    let record = entry.record
    let etag = entry.batch.etag(record)
    var facts = ObjectFacts(
      size: record.size < 0 ? nil : Int(record.size),
      etag: etag.isEmpty ? nil : String(decoding: etag, as: UTF8.self))
    if let checksum = Checksum(note: entry.batch.note(record)) { facts.checksums = [checksum] }
    facts.encryption = record.encryption
    if record.modified != .min {
      let seconds = record.modified >= 0 ? record.modified / 1000 : (record.modified - 999) / 1000
      let rest = Int32(record.modified - seconds * 1000)
      facts.modified = SCRTime(
        seconds: seconds, nanoseconds: rest * 1_000_000,
        precision: rest == 0 ? .second : .fraction(digits: 3))
    }
    return facts
  }
}
