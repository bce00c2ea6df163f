internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Replaces strings and other single values.
enum TextRecipes {
  static let providers: Set = ["aws", "gcs", "azure", "datalabs", "other"]
  static let parameterTypes: Set = [
    "string", "int", "integer", "double", "float", "boolean", "isotime",
  ]

  /// Replaces a whole value.
  static func replace(
    _ value: FaultyValue, with text: String, description: String, safety: Fix.Safety
  ) -> Fix {
    Fix(description, safety, edits: [.init(range: value.node.sourceRange, text: text)])
  }

  /// Replaces a string by one that needs no escapes; nil if it does.
  private static func replaceText(
    _ value: FaultyValue, with text: String, description: String, safety: Fix.Safety
  ) -> Fix? {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    guard isPlain, value.node.kind == .string, value.node.text != text else { return nil }
    return replace(value, with: "\"\(text)\"", description: description, safety: safety)
  }

  private static func insertSlash(_ value: FaultyValue) -> Fix? {
    guard value.node.kind == .string else { return nil }
    let end = value.node.sourceRange.upperBound - 1
    return Fix("add the final slash", .safe, edits: [.init(range: end..<end, text: "/")])
  }
}

// MARK: - Addresses

extension TextRecipes {
  @Sendable static func addSlash(_ value: FaultyValue) -> Fix? { insertSlash(value) }

  /// Adds the slash to the address of a directory, but not to one that looks like a file's.
  @Sendable static func addIndexSlash(_ value: FaultyValue) -> Fix? {
    guard let text = value.node.string?.lowercased(), let last = text.utf8.last, last > 0x20,
      !text.contains("?"), !text.contains("#"),
      !text.hasSuffix(".csv"), !text.hasSuffix(".zip"), !text.hasSuffix(".json"),
      !text.hasSuffix(".parquet"), !text.hasSuffix(".gz")
    else { return nil }
    return insertSlash(value)
  }

  @Sendable static func cutToBucket(_ value: FaultyValue) -> Fix? {
    guard let text = value.node.string, let address = ObjectAddress(text),
      // After http, the bucket may be a part of the path.
      !["http", "https"].contains(address.scheme)
    else { return nil }
    return replaceText(
      value, with: address.bucketAddress, description: "keep only the bucket", safety: .unsafe)
  }

  @Sendable static func secureScheme(_ value: FaultyValue) -> Fix? {
    let start = value.node.sourceRange.lowerBound + 1
    guard value.node.document.source[start...].starts(with: "http:".utf8) else { return nil }
    return Fix("write https", .unsafe, edits: [.init(range: start + 4..<start + 4, text: "s")])
  }
}

// MARK: - Schemes

extension TextRecipes {
  /// The rules on addresses that a scheme in upper case breaks.
  static let rulesOnAddresses: Set<RuleID> = [
    .indexNotAnAddress, .registryEndpointNotABucketAddress, .catalogEndpointNotABucketAddress,
  ]

  /// The scheme of an address, as written, if lower case is all that it needs.
  ///
  /// A scheme means the same in any case (RFC 3986, 3.1), but programs compare it with `s3://`.
  static func schemeInUpperCase(_ value: Node) -> String? {
    guard let text = value.string, let end = text.firstIndex(of: ":") else { return nil }
    let scheme = String(text[..<end])
    let lower = scheme.lowercased()
    guard ["s3", "https", "http"].contains(lower), lower != scheme,
      let address = ObjectAddress(lower + text[end...]), !address.bucket.isEmpty,
      address.bucket.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C && $0 != 0x3C })
    else { return nil }
    return scheme
  }

  @Sendable static func lowerCaseScheme(_ value: FaultyValue) -> Fix? {
    guard let scheme = schemeInUpperCase(value.node) else { return nil }
    let start = value.node.sourceRange.lowerBound + 1
    let range = start..<start + scheme.utf8.count
    guard value.node.document.source[start...].starts(with: scheme.utf8) else { return nil }
    return Fix(
      "write the scheme in lower case", .safe,
      edits: [.init(range: range, text: scheme.lowercased())]
    )
  }
}

// MARK: - Words

extension TextRecipes {
  /// Writes a word in lower case.
  @Sendable static func lowerCase(_ value: FaultyValue, known: Set<String>?) -> Fix? {
    guard let text = value.node.string else { return nil }
    let lower = String(decoding: text.utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
    guard known?.contains(lower) ?? true else { return nil }
    return replaceText(value, with: lower, description: "write it in lower case", safety: .safe)
  }

  @Sendable static func removeBlanks(_ value: FaultyValue) -> Fix? {
    guard let text = value.node.string else { return nil }
    let words = String(text.unicodeScalars.filter { !$0.properties.isWhitespace })
    return replaceText(value, with: words, description: "remove the spaces", safety: .safe)
  }

  @Sendable static func joinFileTypes(_ value: FaultyValue) -> Fix? {
    let words = value.node.elements.map { $0.string }
    guard value.node.kind == .array, !words.contains(nil) else { return nil }
    return replaceList(value, with: words.compactMap(\.self).joined(separator: ","))
  }

  @Sendable static func joinEgress(_ value: FaultyValue) -> Fix? {
    let words = value.node.elements.map { $0.string }
    guard value.node.kind == .array, !words.contains(nil) else { return nil }
    return replaceList(value, with: words.compactMap(\.self).joined(separator: ", "))
  }

  private static func replaceList(_ value: FaultyValue, with text: String) -> Fix? {
    var bytes: [UInt8] = []
    JSONText.appendString(Array(text.utf8)[...], to: &bytes)
    guard !text.unicodeScalars.contains("\u{FFFD}") else { return nil }
    return replace(
      value, with: String(decoding: bytes, as: UTF8.self),
      description: "join the words with commas", safety: .safe)
  }

  /// The words of egress that a version lists.
  ///
  /// Spec: SCR 1.1 §3; versions before 1.0 had four words, of which one was written.
  static func egressWords(in dialect: Dialect) -> [String] {
    dialect >= .spec10
      ? ["free", "user-pays", "public", "private", "egress-allowed", "no-egress", "other"]
      : ["no-egress", "user-pays", "egress-allowed", "none"]
  }

  /// Corrects the case and the hyphens of known words.
  @Sendable static func egressWords(_ value: FaultyValue) -> Fix? {
    guard let text = value.node.string else { return nil }
    let spelled = String(
      text.lowercased().map { $0 == "_" ? "-" : $0 == ";" || $0 == "|" ? "," : $0 })
    let words = spelled.split { $0 == "," || $0 == " " }.map(String.init)
    let isNew = value.dialect >= .spec10
    let known = Self.egressWords(in: value.dialect)
    guard !words.isEmpty, words.allSatisfy(known.contains), isNew || words.count == 1 else {
      return nil
    }
    return replaceText(
      value, with: isNew ? spelled : words[0], description: "use the words of the specification",
      safety: .safe)
  }

  @Sendable static func indexType(_ value: FaultyValue) -> Fix? {
    guard let text = value.node.string else { return nil }
    let word = String(text.lowercased().filter { $0 != " " }.map { $0 == "_" ? "-" : $0 })
    guard ["csv", "csv-zip", "parquet"].contains(word) else { return nil }
    return replaceText(
      value, with: word, description: "use the word of the specification", safety: .safe)
  }

  @Sendable static func boolean(_ value: FaultyValue) -> Fix? {
    guard let word = value.node.string?.lowercased(), ["true", "false"].contains(word) else {
      return nil
    }
    return replace(value, with: word, description: "write it without quotes", safety: .safe)
  }

  @Sendable static func expectedWord(_ value: FaultyValue) -> Fix? {
    value.expected.flatMap {
      replaceText(value, with: $0, description: "write the format of the files", safety: .unsafe)
    }
  }
}

// MARK: - Version and status

extension TextRecipes {
  /// Removes the third number of a version if the dialect stays the same.
  @Sendable static func shortenVersion(_ value: FaultyValue) -> Fix? {
    guard let text = value.node.string, let dialect = Dialect(version: text) else { return nil }
    let short = text.split(separator: ".").prefix(2).joined(separator: ".")
    guard Dialect(version: short) == dialect else { return nil }
    return replaceText(
      value, with: short, description: "keep only the first two numbers", safety: .unsafe)
  }

  /// Makes an object of `1200/OK`.
  @Sendable static func statusObject(_ value: FaultyValue) -> Fix? {
    guard value.node.kind == .string else { return nil }
    let range = value.node.sourceRange
    let raw = Array(value.node.document.source[range].dropFirst().dropLast())
    let digits = raw.prefix(4)
    guard raw.count >= 5, raw[4] == UInt8(ascii: "/"), digits.first != 0x30,
      digits.allSatisfy({ $0 &- 0x30 < 10 })
    else { return nil }
    // The message keeps its spelling, so only the text around it is replaced.
    let start = range.lowerBound
    let code = String(decoding: digits, as: UTF8.self)
    return Fix(
      "write status as an object", .safe,
      edits: [
        .init(range: start..<start + 6, text: "{\"code\": \(code), \"message\": \""),
        .init(range: range.upperBound..<range.upperBound, text: "}"),
      ])
  }

  @Sendable static func statusCode(_ value: FaultyValue) -> Fix? {
    guard let text = value.node.string, let code = Int(text), String(code) == text else {
      return nil
    }
    return replace(value, with: text, description: "write the code without quotes", safety: .safe)
  }
}

// MARK: - Times

extension TextRecipes {
  @Sendable static func time(_ value: FaultyValue) -> Fix? {
    guard let text = value.node.string, text.utf8.count <= 64 else { return nil }
    let repair = TimeRepair(of: text)
    return repair.corrected.flatMap {
      replaceText(
        value, with: $0, description: "write the time as yyyy-mm-ddThh:mm:ss.sssZ",
        safety: repair.isGuess ? .unsafe : .safe)
    }
  }

  /// Completes a time; unsafe, since only its writer knows whether a stop ends with its day.
  @Sendable static func coarseTime(_ value: FaultyValue) -> Fix? {
    guard let time = value.time else { return nil }
    return replaceText(
      value, with: time.text, description: "write minutes and seconds", safety: .unsafe)
  }

  /// Truncates a time to milliseconds; safe if only zeros are removed.
  @Sendable static func fineTime(_ value: FaultyValue) -> Fix? {
    guard let time = value.time, !time.isLeapSecond else { return nil }
    let text = time.text(precision: .fraction(digits: 3))
    let isSame = (try? SCRTime(parsing: text)) == time
    return replaceText(
      value, with: text, description: "truncate the time to milliseconds",
      safety: isSame ? .safe : .unsafe)
  }

  @Sendable static func expectedTime(_ value: FaultyValue) -> Fix? {
    // A time finer than milliseconds would be another fault.
    guard let time = value.expected, time.utf8.count <= 24 else { return nil }
    return replaceText(
      value, with: time, description: "write the time of the rows", safety: .unsafe)
  }
}

extension FaultyValue {
  fileprivate var time: SCRTime? { node.string.flatMap { try? SCRTime(parsing: $0) } }
}
