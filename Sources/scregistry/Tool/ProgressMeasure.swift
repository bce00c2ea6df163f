internal import Formats

/// How much of the work is done; nil where it is not known.
struct ProgressMeasure {
  /// The number of files that are done.
  var files: Int?
  /// The number of all files.
  var allFiles: Int?
  /// The number of bytes that are done.
  var bytes: Int?
  /// The number of all bytes.
  var allBytes: Int?

  /// The line for programs.
  ///
  /// - Parameters:
  ///   - text: The line for people.
  ///   - seconds: The time since the start.
  /// - Returns: The line.
  func line(_ text: String, after seconds: Double) -> MessageLine {
    let tenths = Int(seconds * 10)
    var members: [(key: String, value: JSONValue)] = [
      ("seconds", .raw(Array("\(tenths / 10).\(tenths % 10)".utf8)))
    ]
    for (name, count) in [
      ("files", files), ("allFiles", allFiles), ("bytes", bytes), ("allBytes", allBytes),
    ] {
      if let count { members.append((name, .number(count))) }
    }
    return MessageLine(.progress, text, members: members)
  }
}
