/// All faults of a text that is not JSON, and what can be read in spite of them.
package struct JSONRecovery: Sendable {
  /// The faults in the order of the text.
  package private(set) var faults: [SyntaxFault] = []
  /// The document; nil if too little of it can be read.
  package private(set) var document: Document?
  /// The members and elements that are damaged or that a fault makes doubtful.
  ///
  /// Damaged values are null in the document.
  package private(set) var damage: [Range<Int>] = []
  /// The starts of containers that may lack members or elements.
  package private(set) var incomplete: Set<Int> = []

  /// Whether brackets are missing or too many, so that values may be in the wrong container.
  package private(set) var isNestingDoubtful = false

  /// Whether no fault leaves any value in doubt, as a trailing comma or a comment of words does.
  package var isCertain: Bool {
    document != nil && damage.isEmpty && incomplete.isEmpty && !isNestingDoubtful
  }

  /// The maximum number of faults.
  static let faultLimit = 1000

  /// Reads a text that ``JSONParser`` refuses.
  ///
  /// - Parameters:
  ///   - source: The bytes of the text.
  ///   - first: The fault that the strict parser found.
  ///   - limits: How large and deep the text may be.
  package init(_ source: [UInt8], after first: SyntaxFault, limits: TextLimits = .standard) {
    faults = [first]
    // Texts beyond the limits, and those in another encoding, are not read at all.
    let isForeign = first.code == .encoding && first.offset <= 3
    guard !isForeign, ![.tooDeep, .tooLarge].contains(first.code) else { return }
    var reader = LenientReader(source, limits)
    reader.read(source.span)
    let found = reader.faults
    faults = found.isEmpty ? [first] : found
    // The strict parser knows best what it expected.
    if faults[0].offset == first.offset { faults[0] = first }
    damage = reader.damage
    incomplete = reader.incomplete
    isNestingDoubtful = reader.isNestingDoubtful
    guard !reader.isLost else { return }
    reader.parser.document.clearScalars { place in
      reader.damage.contains { $0.overlaps(place) || $0.contains(place.lowerBound) }
    }
    document = reader.parser.document.finish(format: .json, source: source)
  }

  /// Whether a fault makes a value doubtful, so that nothing follows from it.
  ///
  /// - Parameters:
  ///   - node: The value or key, or the container that lacks something.
  ///   - isAbsence: Whether the question is if the container lacks a key.
  /// - Returns: Whether it is doubtful.
  package func isDoubtful(_ node: Node, isAbsence: Bool) -> Bool {
    let range = node.sourceRange
    let isContainer = node.kind == .object || node.kind == .array
    if isContainer, isNestingDoubtful || incomplete.contains(range.lowerBound) { return true }
    if isDamaged(at: range.lowerBound) { return true }
    guard isContainer, !isAbsence, node.index > 0 else { return false }
    let values = node.kind == .object ? node.members.map(\.value) : node.elements.map(\.self)
    return values.contains { isDamaged(at: $0.sourceRange.lowerBound) }
  }

  /// Whether an offset is in a damaged member or element.
  ///
  /// - Parameter offset: The offset in the text.
  /// - Returns: Whether it is.
  package func isDamaged(at offset: Int) -> Bool { damage.contains { $0.contains(offset) } }
}
