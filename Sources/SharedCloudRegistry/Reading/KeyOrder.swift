/// The order of the datakeys of a file.
///
/// Keys that only ascend, or only descend, cannot repeat; only other files need a search for
/// duplicates.
package struct KeyOrder: Sendable, Hashable {
  /// How a key compares with the previous one.
  package enum Step: Sendable {
    /// Its bytes are greater.
    case ascending
    /// Its bytes are smaller.
    case descending
    /// It is the same, or not known.
    case other
  }
  /// The number of keys greater than the previous one.
  package private(set) var ascending = 0
  /// The number of keys smaller than the previous one.
  package private(set) var descending = 0
  /// The number of other keys.
  package private(set) var others = 0

  package init() {}

  /// Restores counts.
  package init(ascending: Int, descending: Int, others: Int) {
    (self.ascending, self.descending, self.others) = (ascending, descending, others)
  }

  /// Counts one step.
  @inline(__always)
  package mutating func add(_ step: Step) {
    switch step {
    case .ascending: ascending &+= 1
    case .descending: descending &+= 1
    case .other: others &+= 1
    }
  }

  /// Whether no key can repeat.
  package var isStrict: Bool { others == 0 && (ascending == 0 || descending == 0) }
}
