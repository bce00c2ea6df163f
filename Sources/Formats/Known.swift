/// A value with the evidence it rests on, or the reason why it is not known.
///
/// Comparisons across rows, files and documents take values of this type, so that something that
/// could not be read never supports a conclusion about something else.
@frozen @usableFromInline package enum Known<Value> {
  /// The value is known.
  ///
  /// - Parameter evidence: What it rests on, for people: `6 of 6 rows`, `line 2`.
  case known(Value, evidence: String)
  /// The value is not known; the reason, for people: `Permission denied`.
  case unknown(because: String)

  /// The value; nil if it is not known.
  @inlinable package var value: Value? {
    if case .known(let value, _) = self { value } else { nil }
  }

  /// What the value rests on; nil if it is not known.
  package var evidence: String? {
    if case .known(_, let evidence) = self { evidence } else { nil }
  }

  /// Why the value is not known; nil if it is.
  package var reason: String? {
    if case .unknown(let reason) = self { reason } else { nil }
  }

  /// Derives another value from the same evidence.
  ///
  /// - Parameter transform: Makes the other value.
  /// - Returns: The other value, or the reason why this one is not known.
  package func map<Other>(_ transform: (Value) -> Other) -> Known<Other> {
    switch self {
    case .known(let value, let evidence): .known(transform(value), evidence: evidence)
    case .unknown(let reason): .unknown(because: reason)
    }
  }

  /// Compares with another value, if both are known.
  ///
  /// - Parameters:
  ///   - other: The other value.
  ///   - combine: Makes the result of the two.
  /// - Returns: The result with the evidence of both, or the first reason why one is not known.
  package func combined<Other, Result>(
    with other: Known<Other>, by combine: (Value, Other) -> Result
  ) -> Known<Result> {
    switch (self, other) {
    case (.known(let mine, let first), .known(let theirs, let second)):
      .known(combine(mine, theirs), evidence: first == second ? first : "\(first); \(second)")
    case (.unknown(let reason), _), (_, .unknown(let reason)): .unknown(because: reason)
    }
  }
}

extension Known: Sendable where Value: Sendable {}
extension Known: Equatable where Value: Equatable {}
extension Known: Hashable where Value: Hashable {}
