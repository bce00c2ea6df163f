internal import Formats

/// A JSON object of a listing, whose strings are valid.
struct ListingObject {
  /// The object.
  let root: Node

  /// Why an object can't be used.
  struct Refusal: Error {
    /// The fault.
    let message: String
  }

  /// An object of a listing has few members, and they are not nested deep.
  private static let limits = TextLimits(depth: 32, size: 1 << 20, values: 10_000)

  /// Reads one object from JSON.
  ///
  /// - Throws: ``Refusal`` if it is not a JSON object, has a string that is not UTF-8, or repeats a
  ///   member: both could name another object than the intended one.
  init(_ text: [UInt8]) throws(Refusal) {
    let document: Document
    do throws(SyntaxFault) {
      document = try JSONParser.parse(text, limits: Self.limits)
    } catch {
      throw Refusal(message: "it is not JSON: \(error.message)")
    }
    for remark in document.remarks {
      switch remark.kind {
      case .duplicateKey: throw Refusal(message: "it has a duplicate member")
      case .invalidUTF8, .loneSurrogate: throw Refusal(message: "a string in it is not Unicode")
      case .byteOrderMark: break
      }
    }
    guard document.root.kind == .object else { throw Refusal(message: "it is not a JSON object") }
    root = document.root
  }

  /// A member that is a string; nil if it is not a string.
  func text(_ name: String) -> String? { root[name]?.string }

  /// A size; nil if it is not a possible size.
  func size(_ name: String) -> Int? {
    root[name]?.integer.flatMap { (0...ListingEntry.largestSize).contains($0) ? $0 : nil }
  }

  /// A time with its zone; nil if it is not a time.
  func time(_ name: String) -> Instant? { text(name).flatMap(Instant.init(iso8601:)) }
}
