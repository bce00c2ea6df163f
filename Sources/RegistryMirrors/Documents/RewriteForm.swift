internal import Formats
internal import ObjectStorage

/// Recognizes how an address of the mirror came about, if it is not the one that the map gives.
struct RewriteForm: Sendable {
  /// An explanation of a wrong address.
  struct Explanation: Sendable, Hashable {
    /// The rule that it breaks.
    var rule: MirrorRule
    /// The address that it was meant to be.
    var meant: [UInt8]
  }

  let map: AddressMap

  /// The possible explanations, the likeliest first.
  ///
  /// - Parameter address: The address as the mirror's document has it.
  /// - Returns: The explanations; each has to be compared with the addresses that must be there.
  func explanations(of address: String) -> [Explanation] {
    var found: [Explanation] = []
    func add(_ rule: MirrorRule, meant: String) {
      guard !meant.hasSameBytes(as: address) else { return }
      found.append(Explanation(rule: rule, meant: Array(meant.utf8)))
    }
    if let mapped = map.mapped(address) { add(.addressNotRewritten, meant: mapped) }
    if let inner = Self.innerAddress(address) {
      add(.addressRewrittenInside, meant: map.mapped(inner) ?? inner)
      add(.addressRewrittenInside, meant: inner)
    }
    for pair in map.pairs {
      // The map was applied to its own result.
      if let rest = address.rest(after: pair.to) {
        add(.addressRewrittenTwice, meant: pair.from + rest)
        for ending in Self.endings(of: pair.to) {
          if let shorter = rest.rest(after: ending) {
            add(.addressRewrittenTwice, meant: pair.to + shorter)
          }
        }
      }
      for (from, to) in Self.paths(of: pair) where !from.isEmpty && !to.isEmpty {
        for place in Self.places(of: to, in: address) {
          add(.addressRewrittenInside, meant: address.replacing(at: place, count: to, with: from))
        }
      }
    }
    found += elsewhere(address)
    return found
  }

  /// The address with the buckets of the map instead of its own.
  private func elsewhere(_ address: String) -> [Explanation] {
    guard let prefix = BucketIdentity.prefix(of: address), let key = address.rest(after: prefix)
    else { return [] }
    return map.pairs.flatMap { pair -> [Explanation] in
      guard let own = BucketIdentity.prefix(of: pair.to), !own.hasSameBytes(as: prefix) else {
        return []
      }
      var meant = [own + key]
      if let from = BucketIdentity.prefix(of: pair.from), let mapped = map.mapped(from + key) {
        meant.append(mapped)
      }
      return meant.map { Explanation(rule: .addressElsewhere, meant: Array($0.utf8)) }
    }
  }

  /// The address that another one contains: `s3://b/x/s3://b/…`.
  private static func innerAddress(_ address: String) -> String? {
    let bytes = Array(address.utf8)
    let marks = bytes.indices.filter { bytes[$0...].starts(with: "://".utf8) }
    guard marks.count > 1, let last = marks.last else { return nil }
    var start = last
    while start > 0, bytes[start - 1] | 0x20 &- 0x61 < 26 || bytes[start - 1] &- 0x30 < 10 {
      start -= 1
    }
    return start < last ? String(decoding: bytes[start...], as: UTF8.self) : nil
  }

  /// The last directories of an address: `b/c/` and `c/` of `s3://a/b/c/`.
  private static func endings(of address: String) -> [String] {
    guard let prefix = BucketIdentity.prefix(of: address), let key = address.rest(after: prefix)
    else { return [] }
    let parts = key.split(separator: "/")
    return parts.indices.map { parts[$0...].joined(separator: "/") + "/" }
  }

  /// The paths of a pair, as an unanchored replacement takes them.
  private static func paths(of pair: AddressMap.Pair) -> [(String, String)] {
    guard let from = BucketIdentity.prefix(of: pair.from),
      let to = BucketIdentity.prefix(of: pair.to),
      let path = pair.from.rest(after: from), let target = pair.to.rest(after: to)
    else { return [] }
    return [(path, target)]
  }

  /// The places of a path after the first one.
  private static func places(of path: String, in address: String) -> [Int] {
    let (bytes, part) = (Array(address.utf8), Array(path.utf8))
    guard bytes.count > part.count else { return [] }
    let all = (0...bytes.count - part.count).filter { bytes[$0...].starts(with: part) }
    return Array(all.dropFirst())
  }
}

extension String {
  /// The string with a part at a place replaced.
  fileprivate func replacing(at place: Int, count part: String, with other: String) -> String {
    let bytes = Array(utf8)
    return String(
      decoding: bytes[..<place] + Array(other.utf8) + bytes[(place + part.utf8.count)...],
      as: UTF8.self)
  }
}
