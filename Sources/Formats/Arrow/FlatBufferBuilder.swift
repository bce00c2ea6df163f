/// Builds a FlatBuffer, in which Arrow writes its metadata.
///
/// A FlatBuffer is built from its end, since what refers to something comes before it. A place is
/// the number of bytes from the end.
struct FlatBufferBuilder {
  /// A table that is being built: the place of each of its fields.
  struct Table {
    fileprivate var fields: [Int]
    fileprivate let start: Int
  }

  /// The bytes, the last first.
  private var reversed: [UInt8] = []

  /// Adds padding, so that after a number of bytes the place is a multiple of a size.
  private mutating func align(to size: Int, after count: Int = 0) {
    while (reversed.count + count) % size != 0 { reversed.append(0) }
  }

  /// Adds a number.
  private mutating func push<Number: FixedWidthInteger>(_ number: Number) {
    align(to: Number.bitWidth / 8)
    for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
      reversed.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }

  /// Adds the distance to a place.
  private mutating func push(distanceTo place: Int) {
    align(to: 4)
    push(UInt32(reversed.count + 4 - place))
  }

  /// Adds a string.
  ///
  /// - Returns: Its place.
  mutating func string(_ text: String) -> Int {
    let bytes = Array(text.utf8)
    align(to: 4, after: bytes.count + 1)
    reversed.append(0)
    reversed.append(contentsOf: bytes.reversed())
    push(UInt32(bytes.count))
    return reversed.count
  }

  /// Adds a list of tables or strings.
  ///
  /// - Parameter places: Their places.
  /// - Returns: The place of the list.
  mutating func list(_ places: [Int]) -> Int {
    align(to: 4)
    for place in places.reversed() { push(distanceTo: place) }
    push(UInt32(places.count))
    return reversed.count
  }

  /// Adds a list of structures of two numbers.
  ///
  /// - Parameter pairs: The numbers.
  /// - Returns: The place of the list.
  mutating func list(_ pairs: [(Int64, Int64)]) -> Int {
    align(to: 8)
    for (first, second) in pairs.reversed() {
      push(second)
      push(first)
    }
    push(UInt32(pairs.count))
    return reversed.count
  }

  /// Starts a table; until it ends nothing but its fields may be added.
  ///
  /// - Parameter fieldCount: The number of fields.
  /// - Returns: The table.
  func startTable(fieldCount: Int) -> Table {
    Table(fields: Array(repeating: 0, count: fieldCount), start: reversed.count)
  }

  /// Adds a field that is a number.
  mutating func add(_ number: some FixedWidthInteger, as field: Int, to table: inout Table) {
    push(number)
    table.fields[field] = reversed.count
  }

  /// Adds a field that is something else.
  mutating func add(placed place: Int, as field: Int, to table: inout Table) {
    push(distanceTo: place)
    table.fields[field] = reversed.count
  }

  /// Ends a table.
  ///
  /// - Returns: Its place.
  mutating func end(_ table: Table) -> Int {
    push(Int32(0))
    let place = reversed.count
    for field in table.fields.reversed() { push(field == 0 ? UInt16(0) : UInt16(place - field)) }
    push(UInt16(place - table.start))
    push(UInt16((table.fields.count + 2) * 2))
    let distance = UInt32(reversed.count - place)
    for index in 0..<4 {
      reversed[place - 1 - index] = UInt8(truncatingIfNeeded: distance >> UInt32(8 * index))
    }
    return place
  }

  /// Ends the buffer.
  ///
  /// - Parameter root: The place of the outermost table.
  /// - Returns: The bytes, a multiple of eight.
  mutating func finish(_ root: Int) -> [UInt8] {
    align(to: 8, after: 4)
    push(distanceTo: root)
    return reversed.reversed()
  }
}
