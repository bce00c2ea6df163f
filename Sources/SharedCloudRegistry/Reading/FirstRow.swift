package import Formats

/// The first data row of an index file, which shows the layout of all rows.
package struct FirstRow {
  /// The fields.
  package let fields: [String]

  /// Takes the fields of a line.
  package init(_ line: Span<UInt8>, _ split: CSVFields) {
    fields = (0..<Swift.min(split.count, 64)).map { line.extracting(split[$0].range).text }
    count = split.count
  }

  /// The number of fields.
  package let count: Int

  /// The number of bytes of the first time.
  package var timeLength: Int { fields.first?.utf8.count ?? 0 }

  /// The number of bytes of the first time after its spelling is fixed.
  package var mendedTimeLength: Int {
    guard let text = fields.first, text.utf8.count <= 64,
      let corrected = TimeRepair(of: text).corrected,
      let time = try? SCRTime(parsing: corrected)
    else { return timeLength }
    return corrected.utf8.count < 17 ? time.text.utf8.count : corrected.utf8.count
  }

  /// Whether this is a row: its first field is a time, maybe misspelled.
  ///
  /// - Parameter layout: Where the columns are.
  /// - Returns: Whether it is a row.
  package func isPlausible(in layout: IndexLayout) -> Bool {
    guard let text = fields.first, count >= layout.ownColumnCount, text.utf8.count <= 64 else {
      return false
    }
    return text == "static" || TimeRepair(of: text).corrected != nil
  }

  /// Finds the positions of the columns.
  ///
  /// Reading: contradiction 13 of the spec, decided by the number of columns and the shape of the
  /// second one; the names in a header are never reliable.
  package func layout(requiringStop: Bool) -> IndexLayout {
    func isTime(_ index: Int) -> Bool {
      index < fields.count && Array(fields[index].utf8.prefix(5)).hasShapeOfYear
    }
    func isAddress(_ index: Int) -> Bool { index < fields.count && fields[index].contains("/") }
    if isTime(1) || (count >= 4 && !isAddress(1) && requiringStop) {
      return IndexLayout(columnCount: Swift.max(count, 4), stop: 1, datakey: 2, filesize: 3)
    }
    if isAddress(1), isTime(3) {
      return IndexLayout(columnCount: count, stop: 3, datakey: 1, filesize: 2)
    }
    return IndexLayout(columnCount: Swift.max(count, 3), stop: nil, datakey: 1, filesize: 2)
  }

  /// The scheme and bucket of the first datakey; empty if there is no datakey.
  package func bucket(in layout: IndexLayout) -> String {
    guard layout.datakey < fields.count else { return "" }
    return BucketIdentity.prefix(of: fields[layout.datakey]) ?? ""
  }
}

extension [UInt8] {
  /// Whether the bytes are four digits and a hyphen or Z, or the word `static`.
  fileprivate var hasShapeOfYear: Bool {
    elementsEqual("stati".utf8)
      || (count == 5 && [0x2D, 0x5A].contains(self[4]) && prefix(4).allSatisfy { $0 &- 0x30 < 10 })
  }
}
