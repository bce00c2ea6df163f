internal import Formats
internal import ObjectStorage
internal import RegistryValidation

/// Writes a part of a plan: a header, a line for each look, the items, an end with a checksum.
final class PartWriter {
  private let plan: MirrorPlan
  private let items: [Int]
  private let write: ([UInt8]) throws(MirrorError) -> Void
  private let digest = RunningDigest(.sha256)
  private var tallies: [Int: Tally] = [:]
  private var buffer: [UInt8] = []
  /// The number of looks so far.
  private(set) var count = 0

  /// The looks of an item.
  private struct Tally {
    var looks = 0
    let digest = RunningDigest(.sha256)
  }

  /// Begins a part.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - items: The items that the part does.
  ///   - choice: The choice of them, in words.
  ///   - write: Gets bytes of the file, in order.
  /// - Throws: ``MirrorError`` if they can't be written.
  init(
    _ plan: MirrorPlan, items: [Int], choice: String,
    to write: @escaping ([UInt8]) throws(MirrorError) -> Void
  ) throws(MirrorError) {
    self.plan = plan
    self.items = items
    self.write = write
    for item in items { tallies[item] = Tally() }
    try add([
      "type": "part", "for": "mirror", "plan": .string(plan.digest),
      "version": .string(plan.version), "rules": .string(plan.rules), "shard": .string(choice),
      "items": .array(items.map { .string("\($0)") }),
    ])
  }

  /// The mirrors, counted from 0, of which the part has items.
  var mirrors: [Int] { Set(items.map(plan.mirror)).sorted() }

  /// The item that has a key; nil if the part does not do it.
  func item(of key: [UInt8], ofMirror mirror: Int) -> Int? {
    let item = plan.item(of: key, ofMirror: mirror)
    return tallies[item] == nil ? nil : item
  }

  /// Adds a look.
  func add(_ line: LookLine) throws(MirrorError) {
    let bytes = line.bytes
    tallies[line.item]?.looks += 1
    tallies[line.item]?.digest.add(bytes.span)
    count += 1
    try add(bytes)
  }

  /// Ends the part.
  func finish() throws(MirrorError) {
    for item in items {
      guard let tally = tallies[item] else { continue }
      try add([
        "type": "item", "item": .string("\(item)"), "looks": .number(tally.looks),
        "sha256": .string(tally.digest.finish()),
      ])
    }
    let end: JSONValue = [
      "type": "end", "looks": .number(count), "sha256": .string(digest.finish()),
    ]
    buffer += JSONWriter.write(end, layout: .singleLine) + [UInt8(ascii: "\n")]
    try flush()
  }

  private func add(_ value: JSONValue) throws(MirrorError) {
    try add(JSONWriter.write(value, layout: .singleLine) + [UInt8(ascii: "\n")])
  }

  private func add(_ bytes: [UInt8]) throws(MirrorError) {
    digest.add(bytes.span)
    buffer += bytes
    if buffer.count >= 256 << 10 { try flush() }
  }

  private func flush() throws(MirrorError) {
    try write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
