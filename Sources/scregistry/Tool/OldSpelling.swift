/// An option that has a new name; its old name works for one version, with a note.
struct OldSpelling {
  /// The commands that have the option, such as `mirror repair`.
  let commands: [String]
  /// The old name, such as `--to`.
  let old: String
  /// The new name.
  let new: String

  /// All options with new names; the next version drops those of this one.
  static let all = [
    OldSpelling(commands: ["update"], old: "--registry", new: "--out"),
    OldSpelling(commands: ["update"], old: "-r", new: "-o"),
    OldSpelling(commands: ["fetch"], old: "--to", new: "--out"),
    OldSpelling(
      commands: ["validate", "baseline create", "baseline prune"], old: "--root", new: "--map"),
    OldSpelling(
      commands: ["snapshot", "baseline create", "mirror repair"], old: "--output", new: "--out"),
    OldSpelling(commands: ["mission from-cdaweb"], old: "--root", new: "--prefix"),
  ]

  /// The line that tells the new name.
  var note: String {
    "scregistry: warning: \(old) is now \(new); the next version does not know \(old)\n"
  }

  /// Replaces old names in a command line.
  ///
  /// After `--`, no word is an option.
  ///
  /// - Parameters:
  ///   - words: The words, without the name of the program.
  ///   - onUse: Called for each old name that is used.
  /// - Returns: The words with new names.
  static func replaced(in words: [String], onUse: (OldSpelling) -> Void) -> [String] {
    let names = [words.first ?? "", words.prefix(2).joined(separator: " ")]
    let known = all.filter { $0.commands.contains(where: names.contains) }
    guard !known.isEmpty else { return words }
    let end = words.firstIndex(of: "--") ?? words.endIndex
    return words[..<end].map { word in
      let name = word.prefix { $0 != "=" }
      guard let spelling = known.first(where: { $0.old == name }) else { return word }
      onUse(spelling)
      return spelling.new + word.dropFirst(name.count)
    } + words[end...]
  }
}
