internal import ArgumentParser
internal import Formats
internal import JSONSchema
internal import Patterns
internal import RegistryReports
internal import RegistryValidation

/// The message for a command line that can't be understood, with the nearest word that can.
struct UsageAdvice {
  /// The commands that the words name, the program first.
  private let path: [any ParsableCommand.Type]
  /// The word in the place of a subcommand that names none.
  private let unknownCommand: String?
  /// The words before `--`.
  private let words: [String]

  /// Finds the command that words name.
  ///
  /// - Parameters:
  ///   - words: The words of the command line, without the name of the program.
  ///   - root: The program.
  init(_ words: [String], of root: any ParsableCommand.Type) {
    var path = [root]
    var unknown: String?
    for word in words where !word.hasPrefix("-") {
      let next = path[path.count - 1].configuration.subcommands
      guard !next.isEmpty else { break }
      guard let found = next.first(where: { $0._commandName == word }) else {
        unknown = word
        break
      }
      path.append(found)
    }
    self.path = path
    unknownCommand = unknown
    self.words = Array(words.prefix { $0 != "--" })
  }

  private var command: any ParsableCommand.Type { path[path.count - 1] }

  /// The command and its names, such as `scregistry rules show`.
  private var name: String { path.map { $0._commandName }.joined(separator: " ") }

  /// Words a message.
  ///
  /// - Parameters:
  ///   - error: What the parser or the command throws.
  ///   - isParsed: Whether the words were understood, so that the command throws.
  /// - Returns: The message and how the command is used.
  func message(for error: any Error, isParsed: Bool) -> String {
    let plain = path[0].message(for: error)
    if isParsed { return "Error: \(plain)\n" + usage }
    if let unknownCommand, plain.lowercased().contains("unexpected argument") {
      return "Error: \(advice(unknownCommand))\n" + usage
    }
    // An unknown option is often why another seems to be missing.
    if !plain.hasPrefix("Unknown option"), let words = adviceOnUnknownOptions {
      return "Error: \(words)\n" + usage
    }
    let full = path[0].fullMessage(for: error)
    guard let words = advice(for: plain), let range = full.firstRange(of: plain) else {
      return full
    }
    return full.replacingCharacters(in: range, with: words)
  }

  /// The message for help on a command that does not exist; nil if every word names a command.
  var unknownHelp: String? { unknownCommand.map { "Error: \(advice($0))\n" + usage } }

  private var usage: String {
    let text = path[0].usageString(for: command).split(separator: "\n", maxSplits: 1)
    let synopsis = text.last.map(String.init) ?? name
    let line = synopsis.hasPrefix("Usage:") ? synopsis : "Usage: \(synopsis)"
    return "\(line)\n  See '\(name) --help' for more information."
  }

  private func advice(_ unknown: String) -> String {
    let names = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
      .map { $0._commandName }
    let near = NearMatch.find(unknown, among: names)
    let next = near.map { "did you mean '\(name) \($0)'?" }
    return "'\(name)' has no command '\(TextStyle.harmless(unknown))'; "
      + (next ?? "the commands are \(names.joined(separator: ", "))")
  }

  /// The message of the parser with a nearer word; nil if no word is near.
  private func advice(for text: String) -> String? {
    let quoted = text.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
    if text.hasPrefix("Unknown option '--"), quoted.count > 2 {
      return advice(onOption: String(quoted[1].dropFirst(2).prefix { $0 != "=" }))
    }
    if text.hasPrefix("Unknown option '-o"), options.contains(where: { $0.name == "format" }) {
      return "Unknown option '-o'. Did you mean '--format'?"
    }
    if text.hasPrefix("The value '"), quoted.count > 4 {
      let option = String(quoted[3].drop { $0 == "-" }.prefix { $0 != " " })
      guard let near = NearMatch.find(quoted[1], among: values(of: option)),
        let end = text.firstRange(of: "'. ")
      else { return nil }
      return text.replacingCharacters(in: end, with: "'. Did you mean '\(near)'? ")
    }
    return nil
  }
}

// MARK: - Options

extension UsageAdvice {
  /// Names of options in other programs and commands.
  private static let otherNames: [(other: String, own: String)] = [
    ("format", "output"), ("output", "format"), ("destination", "out"), ("to", "out"),
    ("registry", "out"), ("root", "map"), ("workers", "jobs"), ("preview", "dry-run"),
    ("json", "format"), ("json", "output"), ("csv", "format"), ("end", "stop"), ("begin", "start"),
    ("since", "start"), ("until", "stop"), ("threads", "jobs"), ("silent", "quiet"),
  ]

  /// The option whose name is nearest to a word.
  private func option(near word: String) -> String? {
    let names = options.map(\.name)
    let others = Self.otherNames.filter { !names.contains($0.other) && names.contains($0.own) }
    if let same = others.first(where: { $0.other == word }) { return same.own }
    guard let near = NearMatch.find(word, among: names + others.map(\.other)) else { return nil }
    return others.first { $0.other == near }?.own ?? near
  }

  private func advice(onOption unknown: String) -> String? {
    guard let near = option(near: unknown) else { return nil }
    return "Unknown option '--\(TextStyle.harmless(unknown))'. Did you mean '--\(near)'?"
  }

  /// The advice on the first option that the command does not have; nil if no name is near.
  private var adviceOnUnknownOptions: String? {
    let known = Set(options.map(\.name) + ["help", "version"])
    let given = words.filter { $0.hasPrefix("--") }.map {
      String($0.dropFirst(2).prefix { $0 != "=" })
    }
    return given.first { !known.contains($0) }.flatMap(advice(onOption:))
  }

  private func values(of option: String) -> [String] {
    options.first { $0.name == option }?.values ?? []
  }

  /// The long names of the command's options, and their values if these are words.
  private var options: [(name: String, values: [String])] {
    let document: Document
    do throws(SyntaxFault) {
      document = try JSONParser.parse(Array(command._dumpHelp().utf8))
    } catch {
      // Without the list there is no advice; the message of the parser remains.
      return []
    }
    var found: [(name: String, values: [String])] = []
    guard let arguments = document.root["command"]?["arguments"] else { return [] }
    for argument in arguments.elements {
      let values = (argument["allValues"]?.elements).map { $0.compactMap(\.string) } ?? []
      guard let names = argument["names"] else { continue }
      for name in names.elements where name["kind"]?.string == "long" {
        if let text = name["name"]?.string { found.append((text, values)) }
      }
    }
    return found
  }
}

extension String {
  /// The string with other characters in a range.
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}

extension ValidationError {
  /// Refuses the value of an option that takes one of a few words.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - option: The option, such as `--output`.
  ///   - words: The words that it takes.
  init(_ value: String, of option: String, words: [String]) {
    let near = NearMatch.hint(value, among: words)
    let last = words.last ?? ""
    let list = words.dropLast().joined(separator: ", ")
    self.init("\(option) must be \(list) or \(last), not \(TextStyle.harmless(value))\(near)")
  }
}
