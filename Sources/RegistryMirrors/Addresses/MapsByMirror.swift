internal import Formats
internal import ObjectStorage

/// Which of the maps on the command line are those of each mirror.
///
/// `MIRROR:FROM=TO` names the mirror. With several mirrors, a map that leads below the address of
/// one of them is its own. All other maps are those of every mirror.
struct MapsByMirror {
  private let maps: [(mirror: String?, text: String)]

  /// Assigns maps.
  ///
  /// - Parameters:
  ///   - texts: The maps as the command line has them.
  ///   - mirrors: The mirrors as the user named them.
  /// - Throws: ``MirrorError`` for a map that is not of the form `FROM=TO`.
  init(_ texts: [String], mirrors: [String]) throws(MirrorError) {
    var maps: [(mirror: String?, text: String)] = []
    for text in texts {
      if let named = Self.named(text, mirrors: mirrors) {
        maps.append((named.mirror, named.text))
        continue
      }
      let target = try AddressMap(parsing: [text]).pairs.first?.to ?? ""
      maps.append((mirrors.count > 1 ? Self.holder(of: target, mirrors) : nil, text))
    }
    self.maps = maps
  }

  /// The maps of a mirror, in their order.
  func texts(of mirror: String) -> [String] {
    maps.filter { $0.mirror == nil || $0.mirror == mirror }.map(\.text)
  }

  /// A map whose text begins with the name of a mirror.
  private static func named(
    _ text: String, mirrors: [String]
  ) -> (mirror: String, text: String)? {
    for mirror in mirrors.sorted(by: { $0.utf8.count > $1.utf8.count }) {
      // A directory may be called s3, and then an address only looks as if it were named.
      guard let rest = text.rest(after: mirror + ":"), !rest.hasPrefix("//") else { continue }
      return (mirror, rest)
    }
    return nil
  }

  /// The mirror that has an address, by the longest name.
  private static func holder(of address: String, _ mirrors: [String]) -> String? {
    mirrors.filter { name in
      guard ObjectAddress(name) != nil else { return false }
      return address.rest(after: name.hasSuffix("/") ? name : name + "/") != nil
    }.max { $0.utf8.count < $1.utf8.count }
  }
}
