extension YAMLParser {
  /// Replaces an alias with a copy of the anchor's value.
  ///
  /// The copy has the place of the alias; its content has the places of the anchor's content.
  mutating func parseAlias(_ event: YAMLEvent) throws(SyntaxFault) {
    let place = offset(event.start)..<offset(event.end)
    let name = String(decoding: event.anchor ?? [], as: UTF8.self)
    guard let anchor = anchors[event.anchor ?? []] else {
      throw SyntaxFault(
        .grammar, offset: place.lowerBound, "there is no anchor \"&\(name)\" before this alias",
        expected: "an anchor's name", found: "\"*\(name)\"")
    }
    guard let height = anchor.height else {
      throw SyntaxFault(
        .grammar, offset: place.lowerBound, "alias \"*\(name)\" is inside its own anchor",
        expected: "an anchor whose value has ended", found: "\"*\(name)\"")
    }
    guard open.count + height <= limits.depth else {
      throw .tooDeep(at: place.lowerBound, limit: limits.depth)
    }
    let entry = document.entries[anchor.entry]
    if isAtKey, entry.kind == .array || entry.kind == .object {
      throw keyIsNoScalar(at: place.lowerBound, isObject: entry.kind == .object)
    }
    try copy(anchor.entry..<Int(entry.next), to: place)
    countChild(height: height)
    endContent(at: place.upperBound)
  }

  private mutating func copy(_ range: Range<Int>, to place: Range<Int>) throws(SyntaxFault) {
    try requireRoom(for: range.count, at: place.lowerBound)
    try requireAliasRoom(for: range, at: place.lowerBound)
    let first = document.entries.count
    let distance = UInt32(truncatingIfNeeded: first - range.lowerBound)
    for index in range {
      var entry = document.entries[index]
      entry.next += distance
      document.entries.append(entry)
    }
    document.entries[first].start = UInt32(truncatingIfNeeded: place.lowerBound)
    document.entries[first].end = UInt32(truncatingIfNeeded: place.upperBound)
    if isAtKey { document.entries[first].kind = .string }
  }

  /// Throws a fault if the aliases would expand to more than allowed, in values or in bytes.
  private mutating func requireAliasRoom(
    for range: Range<Int>, at offset: Int
  ) throws(SyntaxFault) {
    aliasedEntries += range.count
    guard aliasedEntries <= limits.aliasedValues else {
      throw SyntaxFault(
        .tooLarge, offset: offset,
        "the aliases expand to more than \(limits.aliasedValues) values and keys",
        expected: "at most \(limits.aliasedValues) values and keys")
    }
    for index in range where document.entries[index].isPooled {
      let entry = document.entries[index]
      aliasedBytes += Int(entry.textEnd) - Int(entry.textStart)
    }
    guard aliasedBytes <= limits.size else {
      throw SyntaxFault(
        .tooLarge, offset: offset, "the aliases expand to more than \(limits.size) bytes",
        expected: "at most \(limits.size) bytes")
    }
  }
}
