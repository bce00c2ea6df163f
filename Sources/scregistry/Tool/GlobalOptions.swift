/// The options that every command has, for programs that read standard error line by line.
///
/// They are read before the command line is parsed.
struct GlobalOptions {
  /// The forms of what goes to standard error.
  enum Form: String, CaseIterable {
    case text
    case json
  }

  /// The form of errors, warnings and summaries.
  private(set) var errors = Form.text
  /// The form of progress; nil if the command decides.
  private(set) var progress: Form?
  /// The words that are left for the command.
  private(set) var words: [String] = []
  /// What is wrong with the options; nil if nothing is.
  private(set) var fault: String?

  /// Reads the options.
  ///
  /// - Parameter words: The words of the command line. After `--`, no word is an option.
  init(_ words: [String]) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        self.words += [word] + rest
        return
      }
      guard let (name, value) = Self.option(word, rest: &rest) else {
        self.words.append(word)
        continue
      }
      guard let form = Form(rawValue: value) else {
        let known = Form.allCases.map(\.rawValue).joined(separator: " or ")
        fault = "\(name) \(value) is not a form; use \(known)"
        continue
      }
      if name == "--errors" { errors = form } else { progress = form }
    }
  }

  /// The options of this process.
  static var ofThisProcess: GlobalOptions { GlobalOptions(ProgramArguments.words) }

  /// Splits a word into the name of an option and its value, which may be the next word.
  private static func option(
    _ word: String, rest: inout ArraySlice<String>
  ) -> (name: String, value: String)? {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard name == "--errors" || name == "--progress" else { return nil }
    if parts.count == 2 { return (name, String(parts[1])) }
    // Without a form, --progress is the flag that some commands have.
    if name == "--progress", rest.first.flatMap(Form.init) == nil { return nil }
    return (name, rest.popFirst() ?? "")
  }
}
