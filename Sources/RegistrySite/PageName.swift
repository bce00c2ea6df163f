internal import ObjectStorage

/// The file name of a dataset's page, whatever its id is.
///
/// A plain id is its own name. Any other id gets a name from its letters and a digest, so two ids
/// never share a page: not on a disk that ignores case, and not if one id is made to look like the
/// name of another.
struct PageName: Sendable, Hashable {
  /// The name without its ending: `aia_0094`, `mms1_fgm~1f2e3d4c5b6a7988`.
  let stem: String

  /// The name, without directory: `aia_0094.html`, `mms1_fgm~1f2e3d4c5b6a7988.html`.
  var text: String { stem + ".html" }

  /// The number of letters of an id that a name shows.
  private static let shownLetters = 60
  /// Comes before the digest, and is in no plain id.
  private static let separator = "~"
  /// Names that Windows keeps for devices, and the one that servers show for the directory.
  private static let reserved: Set<String> = ["con", "prn", "aux", "nul", "index"]

  /// Makes the name of an id.
  ///
  /// - Parameter id: The id of a dataset.
  init(_ id: String) {
    guard !Self.isPlain(id) else {
      stem = id
      return
    }
    let digest = RunningDigest(.sha256)
    digest.add(Array(id.utf8).span)
    let letters = Self.letters(of: id)
    stem = "\(letters)\(Self.separator)\(digest.finish().prefix(16))"
  }

  /// Whether an id can be a file name: lower-case letters, digits, `_` and `-`.
  private static func isPlain(_ id: String) -> Bool {
    guard (1...shownLetters).contains(id.utf8.count), id.utf8.allSatisfy(isPlain) else {
      return false
    }
    return !reserved.contains(id) && !isNumberedDevice(id)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func isNumberedDevice(_ id: String) -> Bool {
    id.utf8.count == 4 && (id.hasPrefix("com") || id.hasPrefix("lpt"))
      && id.utf8.last.map { (0x30...0x39).contains($0) } ?? false
  }

  /// The letters of an id, each other character as one `-`.
  private static func letters(of id: String) -> String {
    var letters: [UInt8] = []
    for byte in id.utf8 where letters.count < shownLetters {
      let lowered = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      if isPlain(lowered) {
        letters.append(lowered)
      } else if letters.last != UInt8(ascii: "-") {
        letters.append(UInt8(ascii: "-"))
      }
    }
    return String(decoding: letters, as: UTF8.self)
  }
}
