internal import Formats
internal import Listings
internal import ObjectStorage
internal import SharedCloudRegistry

/// Compares the rows of index files with the objects of the tree, in both directions.
struct ObjectCheck {
  private let tree: BucketTree
  private let options: CheckOptions
  /// For each mount, the position of each object.
  private var positions: [[ExactText: Int]]
  /// For each mount, which objects have a row or are not data.
  private var seen: [[Bool]]
  /// The listed buckets, which take precedence over the tree.
  private var listed: [ListedBucket]
  /// The number of rows compared.
  private(set) var compared = 0
  /// The number of rows whose filesize was compared with the size of the object.
  private(set) var sizesCompared = 0
  /// The rows whose objects do not exist, by the dataset; those that were compared have a member.
  private(set) var absent: [ExactText: AbsentObjects] = [:]

  init(tree: BucketTree, listed: [ListedBucket] = [], options: CheckOptions) async {
    self.tree = tree
    self.listed = listed.sorted { $0.prefix.utf8.count > $1.prefix.utf8.count }
    self.options = options
    positions = tree.mounts.map { mount in
      Dictionary(
        mount.files.objects.enumerated().map { (ExactText($0.element.key), $0.offset) },
        uniquingKeysWith: { first, _ in first })
    }
    seen = tree.mounts.map { [Bool](repeating: false, count: $0.files.objects.count) }
    for name in ["catalog.json", "HelioDataRegistry.json"] + SiteManifest.rootFiles {
      exclude(name)
    }
    for mount in tree.mounts {
      let keys = mount.files.objects.lazy.map(\.key)
      for key in await SiteManifest.keys(in: mount.store, among: keys) { exclude(key) }
    }
  }

  /// Excludes a file that is not a data object: an index file or an info document.
  mutating func exclude(_ file: BucketTree.File) { exclude(file.key) }

  private mutating func exclude(_ key: String) {
    for mount in tree.mounts.indices {
      if let position = positions[mount][ExactText(key)] { seen[mount][position] = true }
      let address = tree.mounts[mount].prefix + key
      for index in listed.indices where address.utf8.starts(with: listed[index].prefix.utf8) {
        listed[index].exclude(Array(address.utf8.dropFirst(listed[index].prefixBytes.count)))
      }
    }
  }

  /// The paths of the listings that were used.
  var usedListings: [String] { listed.filter(\.isUsed).flatMap { $0.files.map(\.name) } }

  /// The addresses of buckets that rows refer to, but that could not be listed.
  private(set) var unlisted: Set<String> = []

  /// The links to directories listed elsewhere through which rows have objects, and the pipes,
  /// sockets and devices that rows name, by their paths.
  private(set) var followed: [String: ListingGap] = [:]

  /// The addresses of buckets whose objects were requested one by one.
  private(set) var asked: Set<String> = []

  /// The first failure that left open whether an object exists, and the number of them.
  private(set) var unanswered: StoreError?
  private(set) var unansweredCount = 0

  /// The first object whose size a server did not tell, with the reason, and the number of them.
  private(set) var unsized: (address: String, reason: String)?
  private(set) var unsizedCount = 0

  /// Why listings could not be used.
  var obstacles: [(path: String, reason: String)] { listed.flatMap(\.obstacles) }

  /// Compares the rows of one index file.
  ///
  /// - Parameters:
  ///   - file: The index file.
  ///   - layout: Where its columns are.
  ///   - dataset: The id of its dataset.
  /// - Returns: The findings.
  /// - Throws: ``StoreError`` if the file can't be read again.
  mutating func compare(
    _ file: BucketTree.File, layout: IndexLayout, dataset: String?
  ) async throws(StoreError) -> FileReporter {
    var reporter = FileReporter(file: file.location, dataset: dataset, options: options)
    var comparison = Comparison(reporter: reporter, layout: layout)
    let source = try await file.open()
    var rows = IndexRowReader(layout: layout, options: options)
    reading: while true {
      let stop = rows.advance { row, line, key in
        take(row, in: line, key: key, comparison: &comparison)
        return !comparison.questions.isFull
      }
      switch stop {
      case .needsBytes: try await rows.fill(from: source)
      case .paused: await ask(&comparison)
      case .end: break reading
      }
    }
    await ask(&comparison)
    reporter = comparison.reporter
    if let dataset {
      absent[ExactText(dataset), default: AbsentObjects()].add(comparison.absent)
    }
    if comparison.elsewhere > 0 {
      reporter.settle(.objectElsewhere, total: comparison.elsewhere)
    }
    return reporter
  }

  /// The state after some rows of a file.
  private struct Comparison {
    var reporter: FileReporter
    let layout: IndexLayout
    /// The number of objects outside the tree.
    var elsewhere = 0
    var questions = ObjectQuestions()
    var absent = AbsentObjects()
  }

  /// Looks up the object of a row, or queues the row for a later request.
  private mutating func take(
    _ row: IndexRowReader.Row, in line: Span<UInt8>, key: Span<UInt8>,
    comparison: inout Comparison
  ) {
    let answer = look(for: key)
    switch answer {
    case .outside:
      comparison.elsewhere += 1
      guard comparison.elsewhere == 1 else { return }
      ObjectFault.elsewhere(key: key.text).report(
        on: row, line: line, layout: comparison.layout, to: &comparison.reporter)
    case .unknown:
      guard let (store, name) = store(of: key) else { return }
      comparison.questions.add(row, in: line, key: name, store: store)
    case .missing, .found:
      take(answer, row: row, in: line, comparison: &comparison)
    }
  }

  /// Reports the fault of the object of a row.
  private mutating func take(
    _ answer: ListedBucket.Answer, row: IndexRowReader.Row, in line: Span<UInt8>,
    comparison: inout Comparison
  ) {
    let layout = comparison.layout
    switch answer {
    case .outside, .unknown: return
    case .missing:
      compared += 1
      comparison.absent.add(line, layout: layout)
      ObjectFault.missing(key: row.datakey(line).span.text).report(
        on: row, line: line, layout: layout, to: &comparison.reporter)
    case .found(let size):
      compared += 1
      guard let size, case .bytes(let filesize) = Filesize(line.extracting(row.filesize)) else {
        return
      }
      sizesCompared += 1
      guard filesize != size else { return }
      ObjectFault.otherSize(inRow: filesize, ofObject: size).report(
        on: row, line: line, layout: layout, to: &comparison.reporter)
    }
  }

  /// The store that has an address; nil if its objects can't be requested.
  private func store(of key: Span<UInt8>) -> (store: ObjectTree, key: String)? {
    guard let (mount, name) = tree.locate(key.text), mount.canAsk,
      mount.store.kind == .published
    else { return nil }
    return (mount.store, name)
  }

  /// Requests the objects of the queued rows, and reports their faults.
  private mutating func ask(_ comparison: inout Comparison) async {
    for (question, answer) in await comparison.questions.answers() {
      switch answer {
      case .success(let info):
        let line = question.line
        let found = info.map { state(of: $0, row: question.row, in: line.span) } ?? .missing
        take(found, row: question.row, in: line.span, comparison: &comparison)
      case .failure(let error):
        // Without permission to list, a missing object gives "access denied".
        if unanswered == nil { unanswered = error }
        unansweredCount += 1
      }
    }
  }

  /// The answer of a server that has an object, whose size it may not tell.
  private mutating func state(
    of info: ObjectInfo, row: IndexRowReader.Row, in line: Span<UInt8>
  ) -> ListedBucket.Answer {
    if let size = info.contentSize { return .found(size: size) }
    guard case .bytes(let filesize) = Filesize(line.extracting(row.filesize)),
      !info.isSizeKnown || filesize != info.size
    else { return .found(size: nil) }
    unsizedCount += 1
    if unsized == nil {
      let coding = ContentCoding(info.contentEncoding).map {
        "the server sends it with Content-Encoding: \($0.text)"
      }
      let key = row.datakey(line).span.text
      unsized = (address: key, reason: coding ?? "the server does not state it")
    }
    return .found(size: nil)
  }

  /// Looks for the object of an address in the listings, then in the tree, and notes that a row
  /// names it.
  private mutating func look(for key: Span<UInt8>) -> ListedBucket.Answer {
    for index in listed.indices where key.starts(with: listed[index].prefixBytes) {
      let start = listed[index].prefixBytes.count
      return listed[index].look(for: key.extracting(start..<key.count))
    }
    let address = key.text
    for (index, mount) in tree.mounts.enumerated() {
      if let name = address.rest(after: mount.prefix) { return look(for: name, in: index) }
    }
    return lookElsewhere(for: address)
  }

  /// Looks for an object whose address names a bucket in another way than its listing or mount.
  private mutating func lookElsewhere(for address: String) -> ListedBucket.Answer {
    for index in listed.indices {
      if let name = BucketIdentity.key(of: address, below: listed[index].prefix) {
        let bytes = Array(name.utf8)
        return listed[index].look(for: bytes.span)
      }
    }
    for (index, mount) in tree.mounts.enumerated() {
      if let name = BucketIdentity.key(of: address, below: mount.prefix) {
        return look(for: name, in: index)
      }
    }
    return .outside
  }

  /// Looks for an object of a mount, by its key in it.
  private mutating func look(for name: String, in index: Int) -> ListedBucket.Answer {
    let mount = tree.mounts[index]
    guard mount.isWhole else {
      if mount.canAsk { asked.insert(mount.prefix) } else { unlisted.insert(mount.prefix) }
      return .unknown
    }
    let name = mount.key(name)
    guard let position = positions[index][ExactText(name)] else {
      guard let gap = mount.files.gaps.covering(name) else { return .missing }
      if !gap.kind.isFailure { followed[mount.store.displayName(of: gap.key)] = gap }
      return .unknown
    }
    seen[index][position] = true
    return .found(size: mount.files.objects[position].size)
  }

  /// Reports the objects without a row; objects of 0 bytes are directory placeholders.
  mutating func unnamed(in catalog: Location) -> FileReporter {
    var reporter = FileReporter(file: catalog, dataset: nil, options: options)
    for (index, mount) in tree.mounts.enumerated() where mount.isWhole {
      for (position, object) in mount.files.objects.enumerated()
      where !seen[index][position] && object.size > 0 && !isListed(mount.prefix + object.key) {
        let uri = mount.store.displayName(of: object.key)
        ObjectFault.reportUnnamed(object.key, at: uri, to: &reporter)
      }
    }
    for index in listed.indices {
      let prefix = listed[index].prefix
      let start = ObjectAddress(prefix)?.key ?? ""
      listed[index].forEachUnseen { entry in
        guard entry.size != 0 else { return }
        ObjectFault.reportUnnamed(start + entry.key, at: prefix + entry.key, to: &reporter)
      }
    }
    return reporter
  }

  /// Whether a listing covers an address instead of the tree.
  private func isListed(_ address: String) -> Bool {
    listed.contains { address.utf8.starts(with: $0.prefix.utf8) }
  }
}
