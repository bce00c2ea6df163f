package import SharedCloudRegistry

/// Proposes a mission file from the form of keys.
///
/// Digits that can be times become elements of times; digits after a `v` become a version. Names
/// with the same result are one dataset. People must check the proposal: it says how many files
/// each template explains, shows samples, and lists unexplained objects.
package struct MissionInference {
  /// The keys of one template.
  fileprivate struct Group {
    var count = 0
    var bytes = 0
    var samples: [String] = []
  }

  private var groups: [String: Group] = [:]
  private var unexplained = Group()
  private var left: [LeftOut: Int] = [:]
  private let test: LeftOutTest
  /// The bucket of the first key that is an address.
  private var bucket: String?
  /// The number of objects.
  package private(set) var objects = 0

  private static let groupLimit = 20_000

  /// Creates an empty inference.
  package init() {
    test = LeftOutTest(Mission(path: "", endpoint: Placeholder.endpoint))
  }

  /// Adds objects.
  ///
  /// - Parameter entries: The objects.
  package mutating func take(_ entries: some Sequence<ListingEntry>) {
    for entry in entries {
      objects += 1
      guard entry.isPresent else {
        left[.past, default: 0] += 1
        continue
      }
      let key = keyInBucket(entry.key)
      if let cause = test.cause(Array(key.utf8).span, size: entry.size) {
        left[cause, default: 0] += 1
        continue
      }
      guard let template = KeyShape(key).template,
        groups[template] != nil || groups.count < Self.groupLimit
      else {
        unexplained.take(entry)
        continue
      }
      groups[template, default: Group()].take(entry)
    }
  }

  /// The key of an object; addresses of one bucket lose their common start.
  private mutating func keyInBucket(_ key: String) -> String {
    guard key.utf8.prefix(10).contains(UInt8(ascii: ":")), let address = ObjectAddress(key) else {
      return key
    }
    if bucket == nil { bucket = address.bucketAddress }
    return address.bucketAddress == bucket ? address.key : key
  }

  /// The number of objects that no template explains.
  package var unexplainedCount: Int { unexplained.count }

  /// The number of templates.
  package var templateCount: Int { groups.count }

  /// The proposal.
  ///
  /// - Parameter address: The address that the keys are relative to; nil if unknown.
  /// - Returns: The text of a mission file.
  package func text(of address: String?) -> String {
    var writer = MissionText(
      [
        "Proposed from the names of the files. Check ids and stops, fill in the placeholders,",
        "and test it with",
        "scregistry mission test mission.yml SOURCE",
      ], endpoint: bucket ?? address ?? Placeholder.endpoint)
    var ids: [String: Int] = [:]
    let order = groups.sorted { left, right in
      left.value.count == right.value.count
        ? left.key < right.key : left.value.count > right.value.count
    }
    for (template, group) in order {
      let id = Self.id(of: template)
      ids[id, default: 0] += 1
      let number = ids[id, default: 1]
      let comments =
        ["\(group.count.counted("file")), \(group.bytes) bytes"]
        + group.samples.map { "such as \($0)" }
      writer.add(
        .init(
          comments: comments,
          members: [
            ("id", number == 1 ? id : "\(id)_part\(number)"),
            ("title", Placeholder.text("a title for \(id)")),
            ("match", template),
          ] + Self.stop(of: template)))
    }
    if unexplained.count > 0 {
      writer.add(
        comments: ["not explained: \(unexplained.count.counted("object"))"]
          + unexplained.samples.map { "such as \($0)" })
    }
    for cause in LeftOut.allCases {
      if let count = left[cause] {
        writer.add(comments: ["skipped: \(count) \(cause.rawValue)"])
      }
    }
    return writer.text
  }

  /// An id made from the part of the name before its time.
  private static func id(of template: String) -> String {
    let name = template.split(separator: "/").last ?? ""
    let start = name.prefix { $0 != "%" && $0 != "{" }
    var id = ""
    for character in start.isEmpty ? "dataset" : start {
      id.append(
        character.isASCII && (character.isLetter || character.isNumber || character == "-")
          ? character : "_")
    }
    while id.hasSuffix("_") { id.removeLast() }
    return id.isEmpty ? "dataset" : id
  }

  private static func stop(of template: String) -> [(name: String, value: String)] {
    let name = template.split(separator: "/").last ?? ""
    if name.contains("%{stop:") { return [("stop", "from-name")] }
    if name.contains("%H") { return [("stop", "next-start"), ("maximum-gap", "P1D")] }
    if name.contains("%d") || name.contains("%j") { return [("stop", "end-of-day")] }
    return [("stop", name.contains("%m") ? "end-of-month" : "end-of-year")]
  }
}

extension MissionInference.Group {
  fileprivate mutating func take(_ entry: ListingEntry) {
    count += 1
    bytes &+= entry.size ?? 0
    if samples.count < 3 { samples.append(entry.key) }
  }
}
