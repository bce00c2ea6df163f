/// A column of a table that is written.
package struct TableField: Sendable, Hashable {
  /// What the values of a column are.
  package enum Kind: Sendable, Hashable {
    /// UTF-8, in a column of type `bytes`.
    case string
    /// Integers, in a column of type `int64`.
    case integer
    /// Numbers, in a column of type `double`.
    case number
    /// True or false, in a column of type `bool`.
    case boolean
    /// Microseconds since 1970-01-01T00:00:00Z, in a column of type `int64`.
    case timestamp
  }
  /// The name.
  package var name: String
  /// What the values are.
  package var kind: Kind
  /// Whether a row may have no value.
  package var isNullable: Bool

  /// Creates a field.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - kind: What the values are.
  ///   - isNullable: Whether a row may have no value.
  package init(_ name: String, kind: Kind, isNullable: Bool = false) {
    self.name = name
    self.kind = kind
    self.isNullable = isNullable
  }

  /// How the values lie in memory.
  package var type: ColumnType {
    switch kind {
    case .string: .bytes
    case .integer, .timestamp: .int64
    case .number: .double
    case .boolean: .bool
    }
  }

  /// An empty column of the type.
  package func makeValues() -> ColumnValues { ColumnValues(type) }
}
