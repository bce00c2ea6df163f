internal import Formats

/// Writes mission files.
struct MissionText {
  /// A dataset to write.
  struct Dataset {
    /// Comment lines before it.
    var comments: [String] = []
    /// The members, in order.
    var members: [(name: String, value: String)]
  }

  private(set) var text: String

  /// Begins a mission file.
  ///
  /// - Parameters:
  ///   - comments: Comment lines at its head.
  ///   - endpoint: The address of the bucket.
  ///   - base: The address that keys are relative to; nil for the bucket of the endpoint.
  ///   - precision: The precision of times; nil for seconds.
  init(_ comments: [String], endpoint: String, base: String? = nil, precision: String? = nil) {
    text = comments.map { "# \(HarmlessText.of($0))\n" }.joined()
    text += """
      version: 1
      bucket:
        endpoint: \(Self.quoted(endpoint))
        name: "\(Placeholder.text("the name of the bucket"))"
        contact: "\(Placeholder.text("a name and an e-mail address"))"
        # egress: "public, no-egress"

      """
    if let base { text += "base: \(Self.quoted(base))\n" }
    if let precision { text += "time-precision: \(precision)\n" }
    text += "datasets:\n"
  }

  /// Adds a dataset.
  mutating func add(_ dataset: Dataset) {
    for comment in dataset.comments { text += "  # \(HarmlessText.of(comment))\n" }
    for (number, member) in dataset.members.enumerated() {
      text += number == 0 ? "  - " : "    "
      text += "\(member.name): \(Self.quoted(member.value))\n"
    }
  }

  /// Says that there are no datasets.
  mutating func addNothing() {
    text = String(text.dropLast("datasets:\n".count)) + "datasets: []\n"
  }

  /// Adds comment lines.
  mutating func add(comments: [String]) {
    text += comments.map { "# \(HarmlessText.of($0))\n" }.joined()
  }

  /// Adds the list of keys to ignore, each as it is, and the ends of others.
  mutating func add(ignored keys: [String], endings: [String]) {
    text += "ignore:\n" + endings.map { "  - \(Self.quoted("**/*\($0)"))\n" }.joined()
    text += keys.map { "  - \(Self.quoted(Self.pattern(of: $0)))\n" }.joined()
  }

  /// A pattern that matches one key only.
  private static func pattern(of key: String) -> String {
    var pattern = ""
    for scalar in key.unicodeScalars {
      if "*?[]{}\\!,".unicodeScalars.contains(scalar) { pattern += "\\" }
      pattern.unicodeScalars.append(scalar)
    }
    return pattern
  }

  /// A string quoted so that YAML reads it unchanged.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || [0x5F, 0x2D, 0x2F, 0x2E].contains(byte)
    }
    let startsWithLetter = text.utf8.first.map { $0 | 0x20 &- 0x61 < 26 } ?? false
    let isWord = ["true", "false", "null", "yes", "no", "on", "off"].contains(text.lowercased())
    if isPlain, startsWithLetter, !isWord { return text }
    return String(decoding: JSONWriter.write(.string(text), layout: .singleLine), as: UTF8.self)
  }
}
