internal import Formats
internal import ObjectStorage

/// How an address that the source's documents write must read in the mirror.
///
/// The pairs are anchored at the start of the address, and the longest start wins. An address under
/// no start is out of scope.
public struct AddressMap: Sendable, Hashable {
  /// One start of addresses and what replaces it.
  public struct Pair: Sendable, Hashable {
    /// The start in the source's documents, with its final slash.
    public let from: String
    /// The start in the mirror's documents, with its final slash.
    public let to: String

    /// Creates a pair.
    ///
    /// - Parameters:
    ///   - from: The start in the source's documents, with its final slash.
    ///   - to: The start in the mirror's documents, with its final slash.
    public init(from: String, to: String) {
      self.from = from
      self.to = to
    }

    /// The pair as the command line writes it.
    public var text: String { "\(from)=\(to)" }
  }

  /// The pairs, with the longest start first.
  public let pairs: [Pair]

  /// Creates a map.
  ///
  /// - Parameter pairs: The pairs, in any order.
  /// - Throws: ``MirrorError`` if two pairs give one start two meanings.
  public init(_ pairs: [Pair]) throws(MirrorError) {
    for (number, pair) in pairs.enumerated() {
      for other in pairs[..<number] where other.from.hasSameBytes(as: pair.from) {
        guard !other.to.hasSameBytes(as: pair.to) else { continue }
        throw MirrorError(
          .usage,
          saying: "--map \(pair.text) and --map \(other.text) give one start two meanings; keep one"
        )
      }
    }
    var distinct: [Pair] = []
    for pair in pairs where !distinct.contains(pair) { distinct.append(pair) }
    self.pairs = distinct.sorted {
      let lengths = ($0.from.utf8.count, $1.from.utf8.count)
      return lengths.0 != lengths.1 ? lengths.0 > lengths.1 : $0.from < $1.from
    }
  }

  /// Reads pairs in the form `FROM=TO`.
  ///
  /// - Parameter texts: The pairs as the command line has them.
  /// - Throws: ``MirrorError`` for the first text that is not of this form.
  public init(parsing texts: [String]) throws(MirrorError) {
    var pairs: [Pair] = []
    for text in texts { pairs.append(try Self.pair(text)) }
    try self.init(pairs)
  }

  /// A map that changes nothing below one start.
  static func identity(of root: String) -> AddressMap {
    AddressMap(trusted: [Pair(from: root, to: root)])
  }

  init(trusted pairs: [Pair]) { self.pairs = pairs }

  private static func pair(_ text: String) throws(MirrorError) -> Pair {
    let bytes = Array(text.utf8)
    // A key may have an equals sign, so the one after a slash separates.
    let split = bytes.indices.dropFirst().first {
      bytes[$0] == UInt8(ascii: "=") && bytes[$0 - 1] == UInt8(ascii: "/")
    }
    guard let split, bytes.last == UInt8(ascii: "/"), split + 1 < bytes.count else {
      throw MirrorError(
        .usage,
        saying: "--map \(text) is not of the form FROM=TO, in which both end in /, such as "
          + "s3://source/=s3://mirror/")
    }
    return Pair(
      from: String(decoding: bytes[..<split], as: UTF8.self),
      to: String(decoding: bytes[(split + 1)...], as: UTF8.self))
  }
}

extension AddressMap {
  /// The address that must be in the mirror for an address of the source; nil if it is under no
  /// start.
  ///
  /// - Parameter address: The address, as a document of the source writes it.
  /// - Returns: The address, as the mirror's document must write it.
  public func mapped(_ address: String) -> String? {
    for pair in pairs {
      if let rest = address.rest(after: pair.from) { return pair.to + rest }
    }
    for pair in pairs {
      if let rest = BucketIdentity.key(of: address, below: pair.from) { return pair.to + rest }
    }
    return nil
  }

  /// The address of the source for an address of the mirror; nil if no pair leads to it.
  ///
  /// - Parameter address: An address, as a document of the mirror writes it.
  /// - Returns: The address in the source; the longest target wins.
  public func unmapped(_ address: String) -> String? {
    let byTarget = pairs.sorted { $0.to.utf8.count > $1.to.utf8.count }
    for pair in byTarget {
      if let rest = address.rest(after: pair.to) { return pair.from + rest }
    }
    return nil
  }

  /// Whether the map changes no address.
  public var isIdentity: Bool { pairs.allSatisfy { $0.from.hasSameBytes(as: $0.to) } }
}
