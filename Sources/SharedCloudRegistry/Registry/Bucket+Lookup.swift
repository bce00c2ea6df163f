internal import Formats
internal import ObjectStorage
internal import Patterns

extension Bucket {
  /// Finds a dataset by its id.
  ///
  /// - Parameters:
  ///   - id: The id.
  ///   - ignoresCase: Whether to accept an id that differs only in case, if no dataset has exactly
  ///     this id.
  /// - Returns: The dataset.
  /// - Throws: ``ReadingError`` with code `notFound` or `ambiguous`.
  public func dataset(
    _ id: String, ignoresCase: Bool = false
  ) throws(ReadingError) -> Dataset {
    var found = datasets.filter { $0.id.hasSameBytes(as: id) }
    if found.isEmpty, ignoresCase {
      let lowered = id.lowercased()
      found = datasets.filter { $0.id.lowercased().hasSameBytes(as: lowered) }
    }
    guard let first = found.first else {
      if let skipped = skipped.first(where: {
        $0.id == id || ignoresCase && $0.id?.lowercased() == id.lowercased()
      }) {
        throw ReadingError(.malformed, address: catalogAddress, detail: skipped.reason)
      }
      if let fault = faults.first(where: { $0.kind == .unreadCatalog }) {
        throw ReadingError(
          .malformed, address: catalogAddress,
          detail: "the dataset \(id) can't be looked up: \(fault.detail)")
      }
      let near = nearest(to: id)
      throw ReadingError(
        .notFound, address: catalogAddress,
        detail: "there is no dataset \(Self.shown(id))"
          + (near.map { "; the nearest id is \(Self.shown($0))" }
            ?? "; scregistry datasets lists the ids") + skippedEntries)
    }
    guard found.count == 1 else {
      throw ReadingError(
        .ambiguous, address: catalogAddress, detail: "\(found.count) datasets have the id \(id)")
    }
    return first
  }

  /// The entries that may be those of a dataset that is not found; empty without such entries.
  private var skippedEntries: String {
    guard let first = skipped.first else { return "" }
    return skipped.count == 1
      ? "; \(first.reason)" : "; \(skipped.count) entries can't be read: \(first.reason)"
  }

  /// An id as messages show it: in quotes if it begins or ends with a space.
  private static func shown(_ id: String) -> String {
    id.hasPrefix(" ") || id.hasSuffix(" ") ? "\"\(id)\"" : id
  }

  /// An id that differs only in case or separators, begins with the same characters, or has a few
  /// others.
  private func nearest(to id: String) -> String? {
    let lowered = id.lowercased()
    let plain = Self.lettersAndDigits(of: lowered)
    return datasets.first { $0.id.lowercased() == lowered }?.id
      ?? datasets.first {
        !plain.isEmpty && Self.lettersAndDigits(of: $0.id.lowercased()) == plain
      }?.id
      ?? datasets.first { $0.id.lowercased().hasPrefix(lowered) }?.id
      ?? NearMatch.find(id, among: datasets.map(\.id))
  }

  /// What is left of an id without separators, by which `aia0094` is `aia_0094`.
  private static func lettersAndDigits(of id: String) -> String {
    id.filter { $0.isLetter || $0.isNumber }
  }

  /// Finds the datasets of a path.
  ///
  /// - Parameters:
  ///   - path: A part of the address of an index directory, or the address of a file in one.
  ///   - ignoresCase: Whether to ignore case.
  /// - Returns: The datasets whose index address contains the path; if there are no such datasets,
  ///   those whose index directory contains the file, the deepest only.
  public func datasets(at path: String, ignoresCase: Bool = false) -> [Dataset] {
    func spelt(_ text: String) -> String { ignoresCase ? text.lowercased() : text }
    let part = spelt(path)
    let bytes = Array(part.utf8)
    let found = datasets.filter { spelt($0.index).hasBytes(bytes) }
    guard found.isEmpty else { return found }
    let inBucket = datasets.filter { $0.isIndex(below: path) }
    guard inBucket.isEmpty else { return inBucket }
    let above = datasets.filter { dataset in
      dataset.index.hasSuffix("/")
        && BucketIdentity.key(of: part, below: spelt(dataset.index)) != nil
    }
    let deepest = above.map(\.index.utf8.count).max()
    return above.filter { $0.index.utf8.count == deepest }
  }

  /// Finds the datasets whose index address satisfies a test.
  ///
  /// - Parameter passes: The test.
  /// - Returns: The datasets.
  public func datasets(whereIndex passes: (String) -> Bool) -> [Dataset] {
    datasets.filter { passes($0.index) }
  }

  /// The datasets of a collection.
  ///
  /// - Parameter collection: The name, as in the field `collections` of entries.
  /// - Returns: The datasets.
  public func datasets(inCollection collection: String) -> [Dataset] {
    datasets.filter { $0.collections.contains(collection) }
  }
}

extension Dataset {
  /// Whether the index directory is below an address, whichever address names its bucket.
  fileprivate func isIndex(below address: String) -> Bool {
    guard ObjectAddress(address) != nil else { return false }
    return BucketIdentity.key(of: index, below: address) != nil
  }
}

extension String {
  /// Whether the string has some bytes in a row.
  fileprivate func hasBytes(_ part: [UInt8]) -> Bool {
    let bytes = Array(utf8)
    guard part.count <= bytes.count else { return false }
    return (0...bytes.count - part.count).contains { bytes[$0...].starts(with: part) }
  }
}
