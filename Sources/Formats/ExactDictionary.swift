/// A dictionary whose keys are strings that are compared by their bytes, in the order of those.
package struct ExactDictionary<Value>: Sequence, ExpressibleByDictionaryLiteral {
  private var values: [ExactText: Value] = [:]

  /// Makes an empty dictionary.
  package init() {}

  /// Makes a dictionary of pairs; the last value of a key counts.
  package init(dictionaryLiteral pairs: (String, Value)...) {
    for (key, value) in pairs { self[key] = value }
  }

  /// Makes a dictionary of pairs.
  ///
  /// - Parameters:
  ///   - pairs: The keys and values.
  ///   - combine: Makes one value of two for the same key.
  package init(
    _ pairs: some Sequence<(String, Value)>, uniquingKeysWith combine: (Value, Value) -> Value
  ) {
    for (key, value) in pairs { self[key] = self[key].map { combine($0, value) } ?? value }
  }

  /// The value of a key; nil if it is absent.
  package subscript(key: String) -> Value? {
    get { values[ExactText(key)] }
    set { values[ExactText(key)] = newValue }
  }

  /// The value of a key, or another one if it is absent.
  package subscript(key: String, default value: @autoclosure () -> Value) -> Value {
    get { values[ExactText(key), default: value()] }
    _modify { yield &values[ExactText(key), default: value()] }
  }

  /// Whether there are no keys.
  package var isEmpty: Bool { values.isEmpty }

  /// The keys in byte order.
  package var keys: [String] { values.keys.sorted().map(\.text) }

  /// Removes a key.
  ///
  /// - Parameter key: The key.
  /// - Returns: Its value; nil if it was absent.
  @discardableResult package mutating func removeValue(forKey key: String) -> Value? {
    values.removeValue(forKey: ExactText(key))
  }

  /// Makes a dictionary of other values.
  ///
  /// - Parameter transform: Makes the other value.
  /// - Returns: The dictionary.
  package func mapValues<Other>(_ transform: (Value) -> Other) -> ExactDictionary<Other> {
    var other = ExactDictionary<Other>()
    other.values = values.mapValues(transform)
    return other
  }

  /// Returns the pairs in byte order of the keys.
  package func makeIterator() -> IndexingIterator<[(key: String, value: Value)]> {
    values.sorted { $0.key < $1.key }.map { (key: $0.key.text, value: $0.value) }.makeIterator()
  }
}

extension ExactDictionary: Sendable where Value: Sendable {}
extension ExactDictionary: Equatable where Value: Equatable {}

/// A set of strings that are compared by their bytes, in the order of those.
package struct ExactSet: Sendable, Hashable, Sequence, ExpressibleByArrayLiteral {
  private var values: Set<ExactText> = []

  /// Makes a set of strings.
  package init(_ strings: some Sequence<String>) { values = Set(strings.map { ExactText($0) }) }

  /// Makes a set of strings.
  package init(arrayLiteral strings: String...) { self.init(strings) }

  /// Adds a string.
  ///
  /// - Parameter string: The string.
  /// - Returns: Whether it is new.
  @discardableResult package mutating func insert(
    _ string: String
  ) -> (
    inserted: Bool, memberAfterInsert: String
  ) {
    let result = values.insert(ExactText(string))
    return (result.inserted, result.memberAfterInsert.text)
  }

  /// Whether there are no strings.
  package var isEmpty: Bool { values.isEmpty }

  /// Returns whether a string is in the set.
  ///
  /// - Parameter string: The string.
  /// - Returns: Whether it is.
  package func contains(_ string: String) -> Bool { values.contains(ExactText(string)) }

  /// Returns the strings in byte order.
  package func makeIterator() -> IndexingIterator<[String]> {
    values.sorted().map(\.text).makeIterator()
  }
}
