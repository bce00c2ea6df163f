internal import ArgumentParser
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// A line on standard error for programs: one JSON object.
struct MessageLine {
  /// The types of lines.
  enum Kind: String {
    case error
    case warning
    /// A summary, an explanation, advice.
    case note
    case progress
  }

  /// The type of the line.
  let kind: Kind
  /// The members after the type, in their order.
  let members: [(key: String, value: JSONValue)]

  /// Makes a line.
  ///
  /// - Parameters:
  ///   - kind: The type of the line.
  ///   - message: The text for people, without a line end.
  ///   - members: The members after the message.
  init(_ kind: Kind, _ message: String, members: [(key: String, value: JSONValue)] = []) {
    self.kind = kind
    self.members = [("message", .string(message))] + members
  }

  /// The line, with its end.
  var text: String {
    let object = JSONValue.object([("type", .string(kind.rawValue))] + members)
    return String(decoding: JSONWriter.write(object, layout: .singleLine), as: UTF8.self) + "\n"
  }

  /// Turns text for people into lines; the words in front of a line tell its type.
  ///
  /// - Parameter text: The text.
  /// - Returns: The lines, each with its end.
  static func lines(of text: String) -> String {
    // The control sequence clears a line of progress.
    text.split(whereSeparator: \.isNewline).map { line in
      let line = line.drop { $0 == "\r" }
      let plain = line.hasPrefix("\u{1B}[K") ? line.dropFirst(3) : line
      return plain.isEmpty ? "" : MessageLine(of: plain).text
    }.joined()
  }

  private init(of line: Substring) {
    for (opening, kind) in Self.openings where line.hasPrefix(opening) {
      self.init(kind, String(line.dropFirst(opening.count)))
      return
    }
    self.init(.note, String(line))
  }

  private static let openings: [(opening: String, kind: Kind)] = [
    ("scregistry: warning: ", .warning), ("warning: ", .warning), ("scregistry: ", .error),
    ("Error: ", .error), ("refused: ", .error),
  ]
}

// MARK: - Errors

extension MessageLine {
  /// Makes the line of an error that ends a command.
  ///
  /// - Parameters:
  ///   - error: The error.
  ///   - exitCode: The exit code of the process.
  init(_ error: ReadingError, exitCode: Int32) {
    let message = Redaction.of(error.detail)
    var members: [(key: String, value: JSONValue)] = [
      ("code", .string(error.storage.map(Self.code) ?? error.code.rawValue)),
      ("address", .string(Redaction.of(error.address))), ("exitCode", .number(Int(exitCode))),
    ]
    if let clause = error.clause { members.append(("clause", .string(clause))) }
    if let help = error.help { members.append(("help", .string(help))) }
    self.init(.error, message, members: members)
  }

  /// Makes the line of a command line that can't be used.
  ///
  /// - Parameter usage: The fault, and how the command is used.
  init(usage: String) {
    let lines = usage.split(separator: "\n")
    let fault = lines.prefix { !$0.hasPrefix("Usage:") }.joined(separator: "\n")
    let help = lines.drop { !$0.hasPrefix("Usage:") }.joined(separator: "\n")
    let opening = "Error: "
    self.init(
      .error, fault.hasPrefix(opening) ? String(fault.dropFirst(opening.count)) : fault,
      members: [("code", "usage"), ("exitCode", .number(2))]
        + (help.isEmpty ? [] : [("help", .string(help))]))
  }

  /// The code of an error of the storage; "unavailable" is that of a bucket with status 1400.
  private static func code(_ code: StoreError.Code) -> String {
    code == .unavailable ? "unreachable" : code.rawValue
  }
}

extension ReadingError {
  /// The clause of the spec that the error is about; nil if it is about no clause.
  fileprivate var clause: String? {
    switch code {
    case .unavailable: "3.2"
    case .unsupported: "3.3"
    default: nil
    }
  }

  /// What to do; nil if the detail says it.
  fileprivate var help: String? {
    switch (storage, code) {
    case (.accessDenied, _):
      "Check the credentials and the policy of the bucket; a public bucket needs "
        + "--no-sign-request."
    case (.badCredentials, _): "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
    case (.wrongRegion, _): "Pass the region of the bucket with --region."
    case (.forbiddenAddress, _): "Pass --allow-host if you trust the server."
    case (.notFound, _): "Check the address."
    case (.notCached, _): "Run the command without --offline to fetch it."
    case (_, .unavailable): "Pass --ignore-status to read the bucket anyway."
    case (_, .notFound):
      "List the ids with scregistry datasets, the buckets with scregistry buckets."
    case (_, .ambiguous): "Name the region with --region-prefix, or pass --first."
    case (_, .noRoom): "Free some space, or use another directory."
    default: nil
    }
  }
}
