internal import Formats
internal import ObjectStorage

/// Answers of stores as values.
extension StoreAnswers {
  /// An answer as a value.
  static func value(of answer: Answer, to question: Question) -> JSONValue {
    var members = FactsMembers()
    members.add("type", "answer")
    members.add("store", question.store.text)
    members.add("about", list: question.about.map { .string($0.text) })
    switch answer {
    case .bytes(let bytes): members.add("bytes", always: FactsBytes.value(bytes))
    case .listing(let listing):
      members.add("objects", always: .array(listing.objects.map { pair($0.key, size: $0.size) }))
      members.add("gaps", list: listing.gaps.map(\.facts))
    case .info(let info):
      if info.isSizeKnown { members.add("size", info.size) }
      members.add("etag", info.etag)
      members.add("encoding", info.contentEncoding)
    case .page(let page):
      members.add("page", always: .array(page.objects.map { pair($0.key, size: $0.info.size) }))
      members.add("prefixes", list: page.prefixes.map { .string($0) })
      members.add("next", page.continuation)
      members.add("failures", list: page.failures.map(\.facts))
    case .failure(let error): members.add("error", always: error.facts)
    }
    return members.value
  }

  private static func pair(_ key: String, size: Int) -> JSONValue {
    .array([.string(key), .number(size)])
  }

  /// Reads an answer and keeps it.
  ///
  /// - Throws: ``FactsFault`` at the first value that is missing or can't be one.
  func read(facts object: FactsObject) throws(FactsFault) {
    let question = Question(try object.text("store"), about: try object.texts("about"))
    keep(try Self.answer(object), to: question)
  }

  private static func answer(_ object: FactsObject) throws(FactsFault) -> Answer {
    if object.has("bytes") { return .bytes(try FactsBytes.read(object.value("bytes"))) }
    if object.has("objects") {
      let objects = try object.list("objects").map { node throws(FactsFault) in
        let (key, size) = try pair(node)
        return ObjectListing.Object(key: key, size: size)
      }
      let gaps = try object.objects("gaps").map { gap throws(FactsFault) in
        try ListingGap(facts: gap)
      }
      return .listing(ObjectListing(objects: objects, gaps: gaps))
    }
    if object.has("page") {
      var page = ListingPage()
      for node in object.list("page") {
        let (key, size) = try pair(node)
        page.objects.append(.init(key: key, info: ObjectInfo(size: size)))
      }
      page.prefixes = try object.texts("prefixes")
      page.continuation = try object.optionalText("next")
      page.failures = try object.objects("failures").map { error throws(FactsFault) in
        try StoreError(facts: error)
      }
      return .page(page)
    }
    if let error = try object.object("error") { return .failure(try StoreError(facts: error)) }
    let isSizeKnown = object.has("size")
    var info = ObjectInfo(
      size: isSizeKnown ? try object.number("size") : 0, etag: try object.optionalText("etag"),
      contentEncoding: try object.optionalText("encoding"))
    info.isSizeKnown = isSizeKnown
    return .info(info)
  }

  private static func pair(_ node: Node) throws(FactsFault) -> (key: String, size: Int) {
    let parts = node.elements.map(\.self)
    guard parts.count == 2, let key = parts[0].string else {
      throw FactsFault("an object is not a key and a size")
    }
    return (key, try FactsObject.number(parts[1], at: "size"))
  }
}

extension ListingGap {
  private static let kinds: [(kind: Kind, name: String)] = [
    (.failed, "failed"), (.brokenLink, "broken-link"), (.circularLink, "circular-link"),
    (.repeatedLink, "repeated-link"), (.withheld, "withheld"),
  ]

  fileprivate var facts: JSONValue {
    [
      "key": .string(key),
      "kind": .string(Self.kinds.first { $0.kind == kind }?.name ?? "failed"),
      "error": error.facts,
    ]
  }

  fileprivate init(facts object: FactsObject) throws(FactsFault) {
    let name = try object.text("kind")
    guard let kind = Self.kinds.first(where: { $0.name == name })?.kind,
      let error = try object.object("error")
    else { throw FactsFault("a gap has no kind or error") }
    self.init(try object.text("key"), kind, error: try StoreError(facts: error))
  }
}
