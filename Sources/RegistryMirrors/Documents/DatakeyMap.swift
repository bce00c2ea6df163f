internal import Formats
internal import ObjectStorage

/// Maps the addresses of rows quickly.
struct DatakeyMap: Sendable {
  /// An address of the source as the mirror must have it.
  struct Mapped: Sendable, Hashable {
    /// The address that the mirror's row must have.
    var text: [UInt8]
    /// The key below the mirror's root.
    var key: [UInt8]
    /// The number of the pair of the map.
    var pair: Int
  }

  let roots: MirrorRoots
  private let starts: [(from: [UInt8], to: [UInt8], key: [UInt8], pair: Int)]
  private let mirrorRoot: [UInt8]

  /// Prepares.
  init(_ roots: MirrorRoots) {
    self.roots = roots
    mirrorRoot = Array(roots.mirror.utf8)
    starts = roots.map.pairs.enumerated().compactMap { number, pair in
      guard let key = pair.to.rest(after: roots.mirror) else { return nil }
      return (Array(pair.from.utf8), Array(pair.to.utf8), Array(key.utf8), number)
    }
  }

  /// Maps the address of a row; nil if it is under no start.
  func mapped(_ address: ArraySlice<UInt8>) -> Mapped? {
    for start in starts where address.starts(with: start.from) {
      let rest = address.dropFirst(start.from.count)
      return Mapped(text: start.to + rest, key: start.key + rest, pair: start.pair)
    }
    let text = String(decoding: address, as: UTF8.self)
    guard ObjectAddress(text) == nil else {
      guard let mapped = roots.map.mapped(text), let key = mapped.rest(after: roots.mirror) else {
        return nil
      }
      return Mapped(text: Array(mapped.utf8), key: Array(key.utf8), pair: 0)
    }
    // A relative address begins at the root and stays as it is.
    let relative = Array(address.drop { $0 == UInt8(ascii: "/") })
    return roots.keys.mapped(relative).map { Mapped(text: Array(address), key: $0, pair: 0) }
  }

  /// The key below the mirror's root of an address of the mirror; nil if it is not below it.
  func key(ofMirror address: ArraySlice<UInt8>) -> [UInt8]? {
    if address.starts(with: mirrorRoot) { return Array(address.dropFirst(mirrorRoot.count)) }
    let text = String(decoding: address, as: UTF8.self)
    guard ObjectAddress(text) != nil else {
      return Array(address.drop { $0 == UInt8(ascii: "/") })
    }
    return BucketIdentity.key(of: text, below: roots.mirror).map { Array($0.utf8) }
  }
}
