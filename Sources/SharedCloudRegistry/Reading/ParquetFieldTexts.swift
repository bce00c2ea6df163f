internal import Formats

/// The values of one column of a Parquet file as fields of lines.
///
/// Byte strings that need no quotes are not copied.
struct ParquetFieldTexts: Sendable {
  /// The fields, one after the other, and a byte.
  private var bytes: [UInt8] = [0]
  /// Where the field of each row begins in ``bytes``, and where the last ends.
  private var offsets: [Int32] = [0]
  /// Whether the values themselves are the fields.
  private var areValues = false
  /// The number of values with a line feed, which no field of a line can have.
  private(set) var lineFeeds = 0

  /// Writes the fields of some rows.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - form: What they are.
  ///   - precision: The precision of times.
  ///   - isOwn: Whether the specification names the column.
  ///   - times: Writes times.
  mutating func set(
    _ values: ColumnValues, _ form: ParquetIndexColumns.Form, _ precision: SCRTime.Precision,
    isOwn: Bool, _ times: inout TimeWriter
  ) {
    areValues = form == .text && values.type == .bytes && Self.arePlain(values)
    if areValues { return }
    bytes.removeAll(keepingCapacity: true)
    if offsets.count <= values.count {
      offsets.append(contentsOf: repeatElement(0, count: values.count + 1 - offsets.count))
    }
    switch form {
    case .text: setTexts(values, isOwn: isOwn)
    case .timestamp, .int96, .date: setTimes(values, form, precision, &times)
    case .integer(let isSigned): setIntegers(values, isSigned: isSigned)
    case .number: setEach(values) { Self.append($0.number(at: $1), to: &$2) }
    case .flag: setEach(values) { $2 += ($0.bools[$1] ? "true" : "false").utf8 }
    case .decimal(let scale): setEach(values) { $0.appendDecimal(at: $1, scale: scale, to: &$2) }
    case .timeOfDay(let unit): setEach(values) { $0.appendTimeOfDay(at: $1, unit, to: &$2) }
    case .half: setEach(values) { Self.append($0.half(at: $1), to: &$2) }
    case .uuid: setEach(values) { $0.appendUUID(at: $1, to: &$2) }
    case .empty:
      for row in 0..<values.count { offsets[row + 1] = 0 }
    }
    // So that there is a place even if all fields are empty.
    bytes.append(0)
  }

  /// Whether no byte string needs quotes, judged by all bytes at once.
  private static func arePlain(_ values: ColumnValues) -> Bool {
    let count = Int(values.offsets[values.count])
    guard count > 0 else { return false }
    let bytes = values.bytes.span.extracting(0..<count)
    var odd: UInt64 = 0
    var index = 0
    // Printable ASCII after the comma is plain: blanks and quotes come before it.
    while index + 8 <= count {
      let word = ByteWord(bytes, at: index)
      odd |= word.bytes(lessThan: 0x2D) | word.nonASCIIBytes
      index += 8
    }
    while index < count {
      if !(0x2D..<0x80).contains(bytes[index]) { odd = 1 }
      index += 1
    }
    return odd == 0
  }

  @inline(__always) private mutating func setEach(
    _ values: ColumnValues, _ append: (ColumnValues, Int, inout [UInt8]) -> Void
  ) {
    for row in 0..<values.count {
      if values.hasValue(at: row) { append(values, row, &bytes) }
      offsets[row + 1] = Int32(bytes.count)
    }
  }

  private mutating func setTexts(_ values: ColumnValues, isOwn: Bool) {
    var found = 0
    setEach(values) { values, row, bytes in
      let text = values.bytes.span.extracting(values.byteRange(at: row))
      let before = bytes.count
      Self.append(text, isOwn: isOwn, to: &bytes)
      // A text with a line feed is in quotes.
      if bytes.count > before + text.count, text.firstIndex(of: 10, from: 0) < text.count {
        found += 1
      }
    }
    lineFeeds += found
  }

  /// The seconds of the years 0 to 9999, since 1970.
  private static let years =
    SCRTime.secondsOfYear(0).lowerBound..<SCRTime.secondsOfYear(9999).upperBound

  private mutating func setTimes(
    _ values: ColumnValues, _ form: ParquetIndexColumns.Form, _ precision: SCRTime.Precision,
    _ times: inout TimeWriter
  ) {
    var writer = TimeWriter()
    swap(&writer, &times)
    setEach(values) { values, row, bytes in
      if let time = ParquetRowText.time(values, row, form), Self.years.contains(time.seconds) {
        writer.append(time, precision: precision, to: &bytes)
      } else if !ParquetRowText.isMissing(values, row, form) {
        // No time of the specification; the number is what the file has.
        bytes += ParquetRowText.number(values, row, form).utf8
      }
    }
    swap(&writer, &times)
  }

  private mutating func setIntegers(_ values: ColumnValues, isSigned: Bool) {
    if values.type == .int32 {
      setEach(values) { values, row, bytes in
        let value = values.int32s[row]
        bytes.appendDecimal(isSigned ? Int(value) : Int(UInt32(bitPattern: value)))
      }
    } else {
      setEach(values) { values, row, bytes in
        let value = values.int64s[row]
        if isSigned || value >= 0 {
          bytes.appendDecimal(Int(value))
        } else {
          bytes += String(UInt64(bitPattern: value)).utf8
        }
      }
    }
  }

  private static func append(_ value: Double, to output: inout [UInt8]) {
    // Programs that have no integers without a value write sizes as such numbers.
    if let whole = Int(exactly: value) {
      output.appendDecimal(whole)
    } else {
      output += "\(value)".utf8
    }
  }

  /// Appends a string as a field, in quotes unless it is plain.
  ///
  /// - Parameters:
  ///   - text: The string.
  ///   - isOwn: Whether the specification names the column.
  ///   - output: Gets the field.
  static func append(_ text: Span<UInt8>, isOwn: Bool, to output: inout [UInt8]) {
    guard text.count > 0 else { return }
    let (first, last) = (text[0], text[text.count - 1])
    let isPlain = first > 0x27 && first < 0x80 && last > 0x27 && last < 0x80
    if isPlain, !text.needsQuotes {
      unsafe text.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
      return
    }
    output.append(0x22)
    for index in 0..<text.count {
      let byte = text[index]
      if byte == 0x22 { output.append(byte) }
      output.append(byte == 10 ? (isOwn ? 11 : 0x20) : byte)
    }
    output.append(0x22)
  }
}

// MARK: - Lines

extension ParquetFieldTexts {
  /// Adds the number of bytes of each field to a number for its row.
  ///
  /// - Parameters:
  ///   - values: The values that were set.
  ///   - lengths: A number for each row.
  func addLengths(_ values: ColumnValues, to lengths: inout [Int]) {
    let offsets = areValues ? values.offsets : offsets
    let places = offsets.span
    var sums = lengths.mutableSpan
    for row in 0..<values.count { sums[row] += Int(places[row + 1] - places[row]) }
  }

  /// Writes the field of each row, and a byte after it.
  ///
  /// - Parameters:
  ///   - values: The values that were set.
  ///   - end: The byte after each field.
  ///   - positions: Where the field of each row is to be; then where the next one is to be.
  ///   - output: Has room for the fields.
  func write(
    _ values: ColumnValues, end: UInt8, at positions: inout [Int], in output: inout [UInt8]
  ) {
    let (bytes, offsets) = areValues ? (values.bytes, values.offsets) : (bytes, offsets)
    let places = offsets.span
    var targets = positions.mutableSpan
    let room = output.count
    unsafe bytes.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { output in
        guard let from = source.baseAddress, let to = output.baseAddress else { return }
        for row in 0..<values.count {
          let start = Int(places[row])
          let count = Int(places[row + 1]) - start
          let target = targets[row]
          precondition(target >= 0 && count < room - target)
          unsafe Self.copy(from + start, to + target, count: count)
          unsafe (to + target + count).storeBytes(of: end, as: UInt8.self)
          targets[row] = target + count + 1
        }
      }
    }
  }

  /// Copies bytes without a call for the few bytes of a field.
  @inline(__always) private static func copy(
    _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, count: Int
  ) {
    if count >= 16 {
      guard count <= 256 else {
        unsafe target.copyMemory(from: source, byteCount: count)
        return
      }
      var done = 0
      while done + 16 <= count {
        unsafe copy(SIMD16<UInt8>.self, source + done, target + done)
        done += 16
      }
      // The last bytes, with some of those before.
      unsafe copy(SIMD16<UInt8>.self, source + count - 16, target + count - 16)
    } else if count >= 8 {
      unsafe copy(UInt64.self, source, target)
      unsafe copy(UInt64.self, source + count - 8, target + count - 8)
    } else if count >= 4 {
      unsafe copy(UInt32.self, source, target)
      unsafe copy(UInt32.self, source + count - 4, target + count - 4)
    } else {
      for index in 0..<count { unsafe copy(UInt8.self, source + index, target + index) }
    }
  }

  @inline(__always) private static func copy<Piece: BitwiseCopyable>(
    _ type: Piece.Type, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    unsafe target.storeBytes(of: source.loadUnaligned(as: type), as: type)
  }
}

extension ColumnValues {
  /// The value of a row of a column of floating-point numbers.
  fileprivate func number(at row: Int) -> Double {
    type == .float ? Double(floats[row]) : doubles[row]
  }
}
