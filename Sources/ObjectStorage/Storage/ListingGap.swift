/// A part of a tree about which a listing says nothing.
///
/// What a gap covers is neither present nor absent: nothing follows from it.
package struct ListingGap: Sendable, Hashable {
  /// Why nothing is known.
  package enum Kind: Sendable, Hashable {
    /// It could not be listed or looked at.
    case failed
    /// A symbolic link whose target does not exist.
    case brokenLink
    /// A symbolic link that leads back to itself.
    case circularLink
    /// A symbolic link to a directory that is listed elsewhere, so it is not listed again.
    case repeatedLink
    /// A pipe, a socket or a device, which is never opened; it counts only if it has the name of
    /// something that is looked for.
    case special
    /// A server refused a request for it where listing is forbidden; it may be absent.
    case withheld
  }

  /// The key of the file or directory, without a final slash; empty for the whole tree.
  package let key: String
  /// Why nothing is known.
  package let kind: Kind
  /// The problem.
  package let error: StoreError

  /// Creates a gap.
  ///
  /// - Parameters:
  ///   - key: The key of the file or directory; a final slash is dropped.
  ///   - kind: Why nothing is known.
  ///   - error: The problem.
  package init(_ key: String, _ kind: Kind = .failed, error: StoreError) {
    self.key = key.utf8.last == UInt8(ascii: "/") ? String(key.dropLast()) : key
    self.kind = kind
    self.error = error
  }
}

extension ListingGap.Kind {
  /// Whether objects may be missing in a listing with such a gap.
  package var isFailure: Bool { self != .repeatedLink && self != .special }
}

/// The gaps of a listing, by their keys.
package struct ListingGaps: Sendable {
  private var byKey: [String: ListingGap] = [:]
  private var byDirectory: [String: [ListingGap]] = [:]
  /// The gaps, in the order in which they were found.
  package private(set) var all: [ListingGap] = []

  /// Keeps gaps.
  package init(_ gaps: [ListingGap] = []) {
    for gap in gaps { add(gap) }
  }

  /// Adds a gap.
  package mutating func add(_ gap: ListingGap) {
    guard byKey.updateValue(gap, forKey: gap.key) == nil else { return }
    all.append(gap)
    byDirectory[Self.directory(of: gap.key), default: []].append(gap)
  }

  /// Finds the gap that covers a file or directory; nil if the listing tells whether it exists.
  ///
  /// - Parameter key: Its key; a directory has a final slash, the root is empty.
  /// - Returns: The gap.
  package func covering(_ key: String) -> ListingGap? {
    guard !byKey.isEmpty else { return nil }
    if let gap = byKey[""] { return gap }
    let bytes = key.utf8
    var index = bytes.startIndex
    while let slash = bytes[index...].firstIndex(of: UInt8(ascii: "/")) {
      if let gap = byKey[String(key[..<slash])] { return gap }
      index = bytes.index(after: slash)
    }
    return index == bytes.endIndex ? nil : byKey[key]
  }

  /// The gaps directly in a directory, named with its final slash; the root is empty.
  package func inside(_ directory: String) -> [ListingGap] { byDirectory[directory] ?? [] }

  private static func directory(of key: String) -> String {
    key.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(key[...$0]) } ?? ""
  }
}
