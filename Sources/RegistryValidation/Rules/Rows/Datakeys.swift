internal import Formats
internal import SharedCloudRegistry

/// Faults of a datakey.
///
/// Spec: SCR 1.1 §3.2, the full address of a data file in the bucket of the index.
package enum DatakeyFault: Int, RowFaultFamily {
  case notAbsolute, otherBucket, unsafe, empty, namesNoFile

  var rule: RuleID {
    switch self {
    case .notAbsolute: .datakeyNotAbsolute
    case .otherBucket: .datakeyInAnotherBucket
    case .unsafe: .datakeyUnsafe
    case .empty: .datakeyEmpty
    case .namesNoFile: .datakeyNamesNoFile
    }
  }
}

// MARK: - Detection

extension RowExamination {
  /// Judges the datakey.
  ///
  /// - Parameters:
  ///   - line: The bytes of the line.
  ///   - mayBeUnsafe: Whether the line has bytes that an unsafe datakey needs.
  mutating func examineDatakey(of line: Span<UInt8>, mayBeUnsafe: Bool) {
    let field = context.layout.datakey
    let range = fields[field].range
    // An unmatched quote is the fault; the address after it is not judged.
    guard !fields[field].isUnbalanced else { return }
    guard !range.isEmpty else { return note(.datakey(.empty), at: field) }
    let key = line.extracting(range)
    let namesNoFile = key.namesNoFile
    if namesNoFile { note(.datakey(.namesNoFile), at: field) }
    if key.count <= MissingValue.longest, MissingValue.isWord(key.text) {
      note(.datakey(.empty), at: field)
    } else if context.bucket.isEmpty {
      if !key.isObjectAddress { note(.datakey(.notAbsolute), at: field) }
    } else if !(namesNoFile && key.isBucket(context.bucket)), !key.begins(with: context.bucket) {
      if !key.isObjectAddress {
        note(.datakey(.notAbsolute), at: field)
      } else if context.buckets.verdict(on: key) == .other {
        note(.datakey(.otherBucket), at: field)
      }
    }
    if mayBeUnsafe, key.isUnsafeKey { note(.datakey(.unsafe), at: field) }
  }
}

// MARK: - Words

extension DatakeyFault {
  func words(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowWords {
    let field = row.field(of: .datakey(self))
    let key = row.text(of: field, in: line)
    let bucket = String(decoding: row.context.bucket, as: UTF8.self)
    var words = RowWords(message: "", actual: key, field: field, fieldName: "datakey")
    switch self {
    case .empty:
      words.message =
        key.isEmpty ? "datakey is empty" : "datakey is \(key), a word for a missing value"
    case .namesNoFile:
      words.message = "datakey names a directory or a bucket, not a file"
      words.expected = "the address of one data file"
    case .unsafe: words.message = "datakey has a segment \".\" or \"..\", or a control character"
    case .notAbsolute:
      words.message = "datakey has no scheme and bucket"
      words.expected = bucket + key
      if key.hasPrefix("file:") {
        words.message = "datakey is the address of a local file, not of an object"
        words.expected = "a key that begins with \(bucket)"
      } else if let scheme = ["s3a", "s3n"].first(where: { key.hasPrefix($0 + "://") }) {
        words.message = "datakey has the scheme \(scheme), which only Hadoop reads"
        words.expected = "s3" + key.dropFirst(scheme.utf8.count)
      } else if let scheme = upperCaseScheme(of: key) {
        words.message = "datakey has the scheme \(scheme), in upper case"
        words.expected = scheme.lowercased() + key.dropFirst(scheme.count)
      }
    case .otherBucket:
      words.message = "datakey is not in the bucket of the index"
      words.expected = "a key that begins with \(bucket)"
    }
    return words
  }
}

extension DatakeyFault {
  /// The scheme of an address if it has capital letters.
  private func upperCaseScheme(of key: String) -> Substring? {
    guard let end = key.firstRange(of: "://") else { return nil }
    let scheme = key[..<end.lowerBound]
    return key.utf8.span.hasUpperCaseScheme ? scheme : nil
  }
}

// MARK: - Recipes

extension DatakeyFault {
  func recipe(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowRecipe? {
    switch self {
    case .notAbsolute:
      RowRecipe(
        "write the full address",
        part: Self.withBucket(
          line, at: row.fields[row.context.layout.datakey].range, in: row.context))
    case .otherBucket, .unsafe, .empty, .namesNoFile: nil
    }
  }

  func safety(
    for line: Span<UInt8>, examined row: borrowing RowExamination, forms: inout TimeForms
  ) -> Fix.Safety? {
    guard self == .notAbsolute else { return nil }
    let range = row.fields[row.context.layout.datakey].range
    let key = line.extracting(range)
    if key.isAbsoluteAddress { return recipe(for: line, examined: row)?.safety }
    return Self.slashes(before: key, in: row.context) == nil ? nil : .unsafe
  }

  private static func withBucket(
    _ line: Span<UInt8>, at range: Range<Int>, in context: RowContext
  ) -> RowRecipe.Part? {
    let key = line.extracting(range)
    if key.isAbsoluteAddress, key.hasHadoopScheme {
      let scheme = range.lowerBound..<range.lowerBound + 3
      return .init(safety: .unsafe, edits: [.init(range: scheme, text: "s3")])
    }
    if key.isAbsoluteAddress, key.hasUpperCaseScheme {
      let end = key.firstIndex(of: UInt8(ascii: ":"), from: 0)
      let scheme = key.extracting(0..<end).text.lowercased()
      return .init(
        safety: .safe,
        edits: [.init(range: range.lowerBound..<range.lowerBound + end, text: scheme)])
    }
    guard let slashes = Self.slashes(before: key, in: context) else { return nil }
    let bucket = String(decoding: context.bucket, as: UTF8.self)
    return .init(
      safety: .unsafe,
      edits: [.init(range: range.lowerBound..<range.lowerBound + slashes, text: bucket)])
  }

  /// The number of slashes before a key that is relative to the bucket; nil if it is no such key.
  private static func slashes(before key: Span<UInt8>, in context: RowContext) -> Int? {
    guard !context.bucket.isEmpty, !key.isAbsoluteAddress, !key.isUnsafeKey else { return nil }
    var slashes = 0
    while slashes < key.count, key[slashes] == UInt8(ascii: "/") { slashes += 1 }
    // Something like s3:/bucket/key is not a relative key.
    var index = slashes
    while index < key.count, key[index] != UInt8(ascii: "/") {
      if key[index] == UInt8(ascii: ":") { return nil }
      index += 1
    }
    return slashes < key.count && key[slashes] != UInt8(ascii: ".") ? slashes : nil
  }
}
