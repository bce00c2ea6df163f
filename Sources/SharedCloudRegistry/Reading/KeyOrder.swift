/// How the datakeys of a file follow one another.
///
/// Keys that only ascend, or only descend, cannot repeat; only others need to be compared all
/// with all.
package struct KeyOrder: Sendable, Hashable {
  /// How one key stands to the one before it.
  package enum Step: Sendable {
    /// Its bytes are greater.
    case ascending
    /// Its bytes are smaller.
    case descending
    /// It is the same, or nothing is known.
    case other
  }
  /// The number of keys greater than the one before.
  package private(set) var ascending = 0
  /// The number of keys smaller than the one before.
  package private(set) var descending = 0
  /// The number of keys that are neither.
  package private(set) var others = 0

  package init() {}

  /// Counts one step.
  @inline(__always)
  package mutating func add(_ step: Step) {
    switch step {
    case .ascending: ascending &+= 1
    case .descending: descending &+= 1
    case .other: others &+= 1
    }
  }

  /// Whether no key can stand twice.
  package var isStrict: Bool { others == 0 && (ascending == 0 || descending == 0) }
}
