/// A pattern by which the Python client (cloudcatalog 1.3.3) reads all times of a request.
///
/// It tries fractions of a second of any length, then seconds, then minutes. Times with other parts
/// than the first end the request.
enum ClientPattern {
  case minutes
  case seconds
  case fractions

  /// Finds the pattern of a valid time; nil for a time without minutes, which fits none.
  ///
  /// - Parameter length: The bytes of the time, including its Z.
  init?(length: Int) {
    switch length {
    case ..<17: return nil
    case 17: self = .minutes
    case ..<22: self = .seconds
    default: self = .fractions
    }
  }

  /// Whether times of two lengths can be read in one request; a time without minutes has a rule of
  /// its own.
  static func isOne(_ length: Int, or other: Int) -> Bool {
    guard let one = Self(length: length), let other = Self(length: other) else { return true }
    return one == other
  }
}
