internal import ObjectStorage

/// The two copies of an object as this run listed them, to notice what changes during it.
struct ListedCopies: Sendable {
  private let source: Copy
  private let mirror: Copy

  /// One copy.
  private struct Copy: Sendable {
    /// Its side, for people.
    let name: String
    /// Whether its content can be read.
    let hasContent: Bool
    /// Whether it can be asked for by a request.
    let answersRequests: Bool
    /// What the listing says; nil if the side was not listed in this run, or lacks the object.
    let facts: ObjectFacts?

    init(_ facts: ObjectFacts?, of side: MirrorSide, name: String) {
      self.name = name
      hasContent = side.storage != nil
      answersRequests = side.answersRequests
      self.facts = side.isLive && side.isListable ? facts : nil
    }

    /// How what is there now differs from the listing; nil if it does not.
    func change(to now: ObjectFacts?) -> String? {
      guard let facts else { return nil }
      guard let now else { return "the \(name)'s object is gone since it was listed" }
      if let size = facts.size, let other = now.size, size != other {
        return "the \(name)'s object changed since it was listed: it had \(size) bytes, and now "
          + "\(other)"
      }
      guard let etag = facts.etag, let other = now.etag, ETag(etag) != ETag(other) else {
        return nil
      }
      return "the \(name)'s object changed since it was listed: its ETag was \(etag), and is now "
        + other
    }
  }

  /// Keeps what the listings say.
  ///
  /// - Parameters:
  ///   - pair: The pair, before anything was asked.
  ///   - source: The source.
  ///   - mirror: The mirror.
  init(_ pair: ObjectPair, source: MirrorSide, mirror: MirrorSide) {
    self.source = Copy(pair.source, of: source, name: "source")
    self.mirror = Copy(pair.mirror, of: mirror, name: "mirror")
  }

  /// How a copy differs from its listing after requests; nil if none does.
  func change(to pair: ObjectPair) -> String? {
    (source.answersRequests ? source.change(to: pair.source) : nil)
      ?? (mirror.answersRequests ? mirror.change(to: pair.mirror) : nil)
  }

  /// How a copy that was read differs from its listing; nil if none does.
  ///
  /// - Parameters:
  ///   - one: The size and ETag of the source's object when it was read; nil if it is not there.
  ///   - other: Those of the mirror's.
  /// - Returns: The difference in words.
  func change(source one: ObjectFacts?, mirror other: ObjectFacts?) -> String? {
    (source.hasContent ? source.change(to: one) : nil)
      ?? (mirror.hasContent ? mirror.change(to: other) : nil)
  }
}
