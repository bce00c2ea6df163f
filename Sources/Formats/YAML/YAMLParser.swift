/// Reads YAML 1.2 with the core schema into the same tree as JSON.
///
/// Aliases are expanded; a repeated key, a key that is not a scalar, a second document and
/// a tag outside the core schema are faults. A merge key (`<<`) is a key like any other.
package struct YAMLParser: ~Copyable {
  let limits: TextLimits
  let source: [UInt8]
  var document: DocumentBuilder
  /// The containers that are open, outermost first.
  private(set) var open: [OpenContainer] = []
  /// Values that aliases can refer to, by name.
  var anchors: [[UInt8]: Anchor] = [:]
  /// How many entries aliases have added.
  var aliasedEntries = 0
  /// How many bytes of text aliases expand to.
  var aliasedBytes = 0
  private var events: YAMLEventReader
  private var duplicateKeys: DuplicateKeys
  /// Turns libyaml's counts into byte offsets; nil if the text is ASCII and they are the same.
  private let scalars: ScalarIndex?
  /// Where the last value ended, without the spaces after it.
  private var contentEnd = 0

  /// A sequence or mapping whose end has not been reached.
  struct OpenContainer {
    /// The index of its entry.
    var entry: Int
    var isObject: Bool
    /// The elements, or keys and values, so far.
    var count = 0
    /// How many levels it has so far, itself included.
    var height = 1
    /// The anchor before it.
    var anchor: [UInt8]?
    /// Whether a key comes next.
    var isAtKey: Bool { isObject && count % 2 == 0 }
  }

  /// A value that aliases can refer to.
  struct Anchor {
    /// The index of its entry.
    var entry: Int
    /// How many levels of containers it has; nil while it is open.
    var height: Int?
  }

  /// Reads a whole text.
  ///
  /// libyaml's time grows with the nesting of brackets times the values in them, so limits on
  /// depth and values bound the time: about a second for the limits of handwritten texts.
  ///
  /// - Parameters:
  ///   - source: The bytes of the text, in UTF-8.
  ///   - limits: How large and deep the text may be, and what its aliases may expand to.
  /// - Returns: The document; its root is null if the text holds none.
  /// - Throws: The first fault that makes the text unreadable.
  package static func parse(
    _ source: [UInt8], limits: TextLimits = .handwritten
  ) throws(SyntaxFault) -> Document {
    // The pool may be 1.5 times as long as the source, and has 32-bit offsets too.
    try SyntaxFault.requireSize(of: source, atMost: Swift.min(limits.size, 1 << 31))
    try TextEncoding.requireByteEncoding(source.span)
    try TextEncoding.requireUTF8(source.span)
    try requireFewTagDirectives(in: source.span)
    var parser = YAMLParser(source: source, limits: limits)
    try parser.parse()
    return parser.document.finish(format: .yaml, source: source)
  }

  private init(source: [UInt8], limits: TextLimits) {
    self.source = source
    self.limits = limits
    document = DocumentBuilder(limits: limits)
    duplicateKeys = DuplicateKeys(source: source)
    events = YAMLEventReader(source)
    scalars = source.allSatisfy { $0 < 0x80 } ? nil : ScalarIndex(source)
  }

  private mutating func parse() throws(SyntaxFault) {
    if TextEncoding.hasByteOrderMark(source.span) { document.remark(.byteOrderMark, at: 0) }
    var hasDocument = false
    while true {
      let event = try nextEvent()
      switch event.kind {
      case .other: break
      case .documentStart:
        if hasDocument { throw secondDocument(at: offset(event.start)) }
        hasDocument = true
      case .scalar: try parseScalar(event)
      case .alias: try parseAlias(event)
      case .sequenceStart: try openContainer(event, isObject: false)
      case .mappingStart: try openContainer(event, isObject: true)
      case .containerEnd: try closeContainer(event)
      case .streamEnd:
        if document.entries.isEmpty { document.appendScalar(.null, at: 0..<0, text: 0..<0) }
        return
      }
    }
  }

  private mutating func nextEvent() throws(SyntaxFault) -> YAMLEvent {
    do throws(YAMLFailure) {
      return try events.next(appendingTo: &document.pool)
    } catch {
      throw fault(error)
    }
  }

  /// Returns the byte offset of a place that libyaml counts in scalars.
  func offset(_ scalar: Int) -> Int {
    scalars?.offset(ofScalar: scalar) ?? Swift.min(scalar, source.count)
  }
}

// MARK: - Containers

extension YAMLParser {
  /// Whether the next value is the key of a member.
  var isAtKey: Bool { open.last?.isAtKey ?? false }

  private mutating func openContainer(
    _ event: YAMLEvent, isObject: Bool
  ) throws(SyntaxFault) {
    let start = offset(event.start)
    if isAtKey { throw keyIsNoScalar(at: start, isObject: isObject) }
    try requireTag(event.tag, of: isObject ? "map" : "seq", at: start)
    try requireRoom(for: 1, at: start)
    guard open.count < limits.depth else { throw .tooDeep(at: start, limit: limits.depth) }
    let entry = document.openContainer(isObject ? .object : .array, at: start)
    if let name = event.anchor { anchors[name] = Anchor(entry: entry, height: nil) }
    countChild(height: 0)
    open.append(OpenContainer(entry: entry, isObject: isObject, anchor: event.anchor))
    contentEnd = start
  }

  private mutating func closeContainer(_ event: YAMLEvent) throws(SyntaxFault) {
    guard let closed = open.popLast() else { return }
    // A block ends where the next token begins, which may be lines below its content.
    let end = offset(event.end)
    if end > contentEnd, [UInt8(ascii: "]"), UInt8(ascii: "}")].contains(source[end - 1]) {
      contentEnd = end
    }
    let count = closed.isObject ? closed.count / 2 : closed.count
    document.closeContainer(closed.entry, count: count, end: contentEnd)
    if let last = open.indices.last {
      open[last].height = Swift.max(open[last].height, closed.height + 1)
    }
    if let name = closed.anchor, anchors[name]?.entry == closed.entry {
      anchors[name]?.height = closed.height
    }
    guard closed.isObject, count > 1 else { return }
    let duplicates = duplicateKeys.find(
      in: closed.entry, entries: document.entries, pool: document.pool)
    if let duplicate = duplicates.first { throw duplicateKey(duplicate) }
  }

  /// Counts a value in the container around it.
  mutating func countChild(height: Int) {
    guard let last = open.indices.last else { return }
    open[last].count += 1
    open[last].height = Swift.max(open[last].height, height + 1)
  }

  /// Notes where the last value ends.
  mutating func endContent(at offset: Int) { contentEnd = offset }

  /// Throws a fault if the document cannot have that many more entries.
  func requireRoom(for count: Int, at offset: Int) throws(SyntaxFault) {
    guard document.entries.count + count > limits.values else { return }
    throw .tooManyValues(at: offset, limit: limits.values)
  }
}

// MARK: - Scalars

extension YAMLParser {
  private mutating func parseScalar(_ event: YAMLEvent) throws(SyntaxFault) {
    let place = offset(event.start)..<offset(event.end)
    try requireRoom(for: 1, at: place.lowerBound)
    let (kind, text) = try resolve(event, at: place.lowerBound)
    if let name = event.anchor {
      anchors[name] = Anchor(entry: document.entries.count, height: 0)
    }
    document.appendScalar(isAtKey ? .string : kind, at: place, text: text, isPooled: true)
    countChild(height: 0)
    contentEnd = place.upperBound
  }

  /// Finds the kind of a scalar by its tag, quotes and text, and gives numbers JSON's form.
  private mutating func resolve(
    _ event: YAMLEvent, at offset: Int
  ) throws(SyntaxFault) -> (Node.Kind, Range<Int>) {
    let tag = try scalarTag(event.tag, at: offset)
    // A key is always a string, as spelled.
    if isAtKey || tag == "str" || (tag == nil && !event.isPlain) { return (.string, event.text) }
    let scalar = YAMLScalar(document.pool.span.extracting(event.text))
    try requireTag(tag, on: scalar, event: event, at: offset)
    switch scalar {
    case .null: return (.null, event.text)
    case .true: return (.true, event.text)
    case .false: return (.false, event.text)
    case .string: return (.string, event.text)
    case .notFinite, .tooLong: throw notANumberOfJSON(scalar, event: event, at: offset)
    case .number(let text):
      document.pool.removeLast(event.text.count)
      document.pool.append(contentsOf: text)
      return (.number, event.text.lowerBound..<document.pool.count)
    }
  }
}
