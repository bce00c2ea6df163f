internal import Formats
internal import SharedCloudRegistry

/// A piece of work of a plan: one document or one index file.
struct PlanItem: Sendable {
  /// What is done with it.
  enum Kind: String {
    /// It is read again, to see that it is still the one of the plan.
    case document
    /// It is checked.
    case index
  }

  /// Its name in the plan.
  var id: String
  /// What is done with it.
  var kind: Kind
  /// The target that led to it.
  var target: String
  /// Its address.
  var uri: String
  /// The store that has it.
  var store: PlannedStore
  /// Its key in the store.
  var key: String
  /// Its size.
  var bytes: Int
  /// Which state of it the plan saw; nil if the store does not tell.
  var etag: String?
  /// The shard that does it, counted from 1.
  var shard = 1
  /// The facts about an index file that are known before it is read.
  var expectation: IndexExpectation?

  /// How much work it is: its bytes, and as much as opening a file takes.
  var weight: Int { bytes + (kind == .index ? 64 << 10 : 16 << 10) }

  /// The item as a value.
  var value: JSONValue {
    var members = FactsMembers()
    members.add("type", "item")
    members.add("id", id)
    members.add("kind", kind.rawValue)
    members.add("target", target)
    members.add("uris", list: [.string(uri)])
    members.add("bytes", bytes)
    members.add("etag", etag)
    members.add("weight", weight)
    members.add("shard", shard)
    members.add("store", always: store.value)
    members.add("key", key)
    if let expectation { members.add("expect", always: expectation.facts) }
    return members.value
  }

  /// Makes an item.
  init(
    id: String, kind: Kind, target: String, uri: String, store: PlannedStore, key: String,
    bytes: Int, etag: String?
  ) {
    self.id = id
    self.kind = kind
    self.target = target
    self.uri = uri
    self.store = store
    self.key = key
    self.bytes = bytes
    self.etag = etag
  }

  /// Reads an item.
  init(facts object: FactsObject) throws(FactsFault) {
    guard let kind = try object.word("kind", of: Kind.self),
      let store = try object.object("store"), let uri = try object.texts("uris").first
    else { throw FactsFault("kind, store or uris is missing") }
    self.init(
      id: try object.text("id"), kind: kind, target: try object.text("target"), uri: uri,
      store: try PlannedStore(facts: store), key: try object.text("key"),
      bytes: try object.count("bytes"), etag: try object.optionalText("etag"))
    shard = try object.optionalNumber("shard") ?? 1
    if let expect = try object.object("expect") {
      expectation = try IndexExpectation(facts: expect)
    }
    guard (kind == .index) == (expectation != nil) else {
      throw FactsFault("expect does not belong to \(kind.rawValue)")
    }
  }
}

extension IndexExpectation {
  fileprivate var facts: JSONValue {
    var members = FactsMembers()
    members.add("dataset", dataset)
    members.add("year", year)
    members.add("dialect", dialect.rawValue)
    members.add("certain", flag: isDialectCertain)
    members.add("bucket", bucket)
    if let parameters {
      members.add("parameters", always: .array(parameters.map { .string($0) }))
    }
    members.add("infoKnown", flag: isInfoKnown)
    return members.value
  }

  fileprivate init(facts object: FactsObject) throws(FactsFault) {
    guard let dialect = try object.word("dialect", of: Dialect.self) else {
      throw FactsFault("dialect is missing")
    }
    self.init(
      dataset: try object.optionalText("dataset"), year: try object.optionalNumber("year"),
      dialect: dialect, isDialectCertain: object.flag("certain"),
      bucket: try object.optionalText("bucket"),
      parameters: object.has("parameters") ? try object.texts("parameters") : nil,
      isInfoKnown: object.flag("infoKnown"))
  }
}

/// Divides items among shards: the heaviest first, each to the shard that has least.
enum ShardBalance {
  /// Sets the shard of each item; the same items always get the same shards.
  ///
  /// - Parameters:
  ///   - items: The items.
  ///   - count: The number of shards, at least 1.
  static func divide(_ items: inout [PlanItem], among count: Int) {
    guard count > 1 else {
      for index in items.indices { items[index].shard = 1 }
      return
    }
    let order = items.indices.sorted { left, right in
      items[left].weight == items[right].weight
        ? left < right : items[left].weight > items[right].weight
    }
    // A heap of shards by load; equal loads by number.
    var heap = (1...count).map { (load: 0, shard: $0) }
    for index in order {
      items[index].shard = heap[0].shard
      heap[0].load += items[index].weight
      sink(&heap)
    }
  }

  private static func sink(_ heap: inout [(load: Int, shard: Int)]) {
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
        if heap[child] < heap[least] { least = child }
      }
      guard least != place else { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}
