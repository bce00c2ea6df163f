/// One piece of a text as libyaml reports it, as far as a document needs it.
struct YAMLEvent: Sendable {
  /// The kinds of event.
  enum Kind: Sendable {
    case documentStart
    case scalar
    case alias
    case sequenceStart
    case mappingStart
    /// A sequence or mapping ends.
    case containerEnd
    case streamEnd
    /// Events that change nothing.
    case other
  }
  var kind: Kind
  /// Where it begins, in Unicode scalars before it.
  var start: Int
  /// Where it ends, in Unicode scalars.
  var end: Int
  /// The text of a scalar: a range of the pool that the reader appends to.
  var text = 0..<0
  /// Whether a scalar has no quotes and is not a block, so that its text decides its type.
  var isPlain = false
  /// Whether a sequence or mapping is in brackets.
  var isFlow = false
  /// The name of an anchor before the value, or of an alias's anchor.
  var anchor: [UInt8]?
  /// The tag before the value, with its handle resolved.
  var tag: [UInt8]?
}

/// Why libyaml could not continue.
struct YAMLFailure: Error, Sendable {
  /// What libyaml says.
  var problem: String
  /// What it was doing, such as "while parsing a block mapping".
  var context: String?
  /// Where that began, in Unicode scalars.
  var contextStart = 0
  /// Where the problem is, in Unicode scalars.
  var scalar = 0
  /// Where the problem is in bytes, if libyaml counts it in bytes.
  var byte: Int?
}
