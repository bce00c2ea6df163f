internal import Formats

/// A checksum over the bytes of an object, as a listing states it.
struct ListedChecksum: Sendable, Hashable {
  /// The algorithm, such as `sha256`.
  var algorithm: String
  /// The value in hexadecimal digits.
  var value: String
  /// The number of parts, if it is over their checksums; 0 if the listing does not state it.
  var parts: Int?

  /// The number of hexadecimal digits by algorithm, the strongest first.
  private static let digits: [(algorithm: String, count: Int)] = [
    ("sha256", 64), ("sha1", 40), ("md5", 32), ("crc64nvme", 16), ("crc32c", 8), ("crc32", 8),
  ]

  /// Takes a value; nil if it does not have the digits of its algorithm.
  init?(algorithm: String, value: String, parts: Int? = nil) {
    let name = algorithm.lowercased().filter { $0 != "-" && $0 != "_" }
    let digits = value.lowercased()
    guard Self.digits.contains(where: { $0.algorithm == name && $0.count == digits.utf8.count }),
      digits.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 &- 0x61 < 6 })
    else { return nil }
    self.algorithm = name
    self.value = digits
    self.parts = parts
  }

  /// Takes the member `checksum` of a snapshot; nil if it is not one.
  init?(snapshot node: Node, parts: Int?) {
    guard let algorithm = node["algorithm"]?.string, let value = node["value"]?.string else {
      return nil
    }
    let isComposite = node["type"]?.string == "composite"
    self.init(algorithm: algorithm, value: value, parts: isComposite ? parts ?? 0 : nil)
  }

  /// Takes the strongest hash that rclone lists; nil if it lists none that is known.
  init?(hashes node: Node) {
    for known in Self.digits {
      if let value = node[known.algorithm]?.string,
        let checksum = ListedChecksum(algorithm: known.algorithm, value: value)
      {
        self = checksum
        return
      }
    }
    return nil
  }

  /// Reads what ``text`` wrote; nil if it is something else.
  init?(text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    let rest = parts[1].split(separator: "-", maxSplits: 1).map(String.init)
    self.init(
      algorithm: parts[0], value: rest.first ?? "", parts: rest.count > 1 ? Int(rest[1]) : nil)
  }

  /// The checksum in one word.
  var text: String { "\(algorithm):\(value)" + (parts.map { "-\($0)" } ?? "") }

  /// The member `checksum` of a snapshot.
  var member: JSONValue {
    [
      "algorithm": .string(algorithm), "type": parts == nil ? "full" : "composite",
      "value": .string(value),
    ]
  }
}
