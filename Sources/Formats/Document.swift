/// A JSON or YAML text, parsed into a flat tree that keeps the place of every value.
///
/// The tree is an array of entries in the order of the text. A container is followed by its
/// content; a member of an object is two entries, key and value. No value is copied unless
/// its text differs from the source (escapes, YAML folding), so a document costs 24 bytes per
/// value in addition to its source.
@usableFromInline package final class Document: Sendable {
  /// The bytes the document was read from, a byte order mark included.
  @usableFromInline package let source: [UInt8]
  /// Text that is spelled differently in the source, such as strings with escapes.
  @usableFromInline let pool: [UInt8]
  /// The values, in the order of the text.
  @usableFromInline let entries: [Entry]
  /// Oddities that the parser could still read, in the order of the text.
  package let remarks: [Remark]
  /// The number of remarks that were dropped because there were too many of their kind.
  package let omittedRemarks: Int
  /// The format of the source.
  package let format: Format

  package init(
    format: Format = .json, source: [UInt8], pool: [UInt8], entries: [Entry],
    remarks: [Remark] = [], omittedRemarks: Int = 0
  ) {
    self.format = format
    self.source = source
    self.pool = pool
    self.entries = entries
    self.remarks = remarks
    self.omittedRemarks = omittedRemarks
  }

  /// The outermost value.
  @inlinable package var root: Node { Node(document: self, index: 0) }
}

extension Document {
  /// The formats that documents are read from.
  package enum Format: Sendable, Hashable {
    case json
    case yaml
  }

  /// One value, or one key of an object.
  @frozen @usableFromInline package struct Entry: Sendable {
    /// The kind of value.
    @usableFromInline package var kind: Node.Kind
    /// Whether the text lies in the pool rather than in the source.
    @usableFromInline package var isPooled: Bool
    /// Where the value begins in the source, with its quote or bracket.
    @usableFromInline package var start: UInt32
    /// Where the value ends in the source, after its quote or bracket.
    @usableFromInline package var end: UInt32
    /// Where the text of a scalar begins; of a container, the number of elements or members.
    @usableFromInline package var textStart: UInt32
    /// Where the text of a scalar ends.
    @usableFromInline package var textEnd: UInt32
    /// The index of the entry that follows this one and all it contains.
    @usableFromInline package var next: UInt32

    package init(
      kind: Node.Kind, isPooled: Bool = false, start: Int, end: Int, textStart: Int = 0,
      textEnd: Int = 0, next: Int
    ) {
      self.kind = kind
      self.isPooled = isPooled
      self.start = UInt32(truncatingIfNeeded: start)
      self.end = UInt32(truncatingIfNeeded: end)
      self.textStart = UInt32(truncatingIfNeeded: textStart)
      self.textEnd = UInt32(truncatingIfNeeded: textEnd)
      self.next = UInt32(truncatingIfNeeded: next)
    }
  }

  /// Something odd in a text that could still be read.
  package struct Remark: Sendable, Hashable {
    /// The kinds of remark.
    package enum Kind: Sendable, Hashable {
      /// The text begins with the bytes EF BB BF.
      case byteOrderMark
      /// A key repeats in one object; the earlier one begins at the offset.
      case duplicateKey(firstOffset: Int)
      /// An escape such as `\ud800` has no partner, so the text is not Unicode.
      case loneSurrogate
      /// A byte in a string, the first of a run, does not belong to any UTF-8 sequence.
      case invalidUTF8(byte: UInt8)
    }
    /// What was noticed.
    package var kind: Kind
    /// Where, as a byte offset into the source.
    package var offset: Int

    package init(_ kind: Kind, offset: Int) {
      self.kind = kind
      self.offset = offset
    }
  }
}
