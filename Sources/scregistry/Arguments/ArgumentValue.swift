internal import ArgumentParser
internal import JSONSchema
internal import Patterns
internal import RegistryValidation

/// A value of an option, which explains itself when a word is wrong.
///
/// `ExpressibleByArgument` can only refuse a word. A value of this kind names what is expected, and
/// its help is the same as that of the option would be with a string.
protocol ArgumentValue: Sendable {
  /// Reads a word of the command line.
  init(word: String) throws(WrongValue)

  /// The word that gives this value, for the default in the help.
  var word: String { get }

  /// What shells complete; nil for nothing.
  static var completion: CompletionKind? { get }
}

extension ArgumentValue {
  static var completion: CompletionKind? { nil }
}

/// What is expected instead of a word, to follow "The value … is invalid for …: ".
struct WrongValue: Error, CustomStringConvertible {
  /// The expectation, such as `it must be from 1 to 256`.
  let description: String

  init(_ description: String) { self.description = description }
}

extension ArgumentValue where Self: CaseIterable & RawRepresentable, RawValue == String {
  /// Reads one of the names of the type.
  init(word: String) throws(WrongValue) {
    if let value = Self(rawValue: word) {
      self = value
      return
    }
    let names = Self.allCases.map(\.rawValue)
    let list = names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    throw WrongValue("it must be \(list)" + NearMatch.hint(word, among: names))
  }

  /// The name.
  var word: String { rawValue }

  /// The names.
  static var completion: CompletionKind? { .list(allCases.map(\.rawValue)) }
}

extension Option {
  /// Creates an option with a default.
  ///
  /// - Parameters:
  ///   - wrappedValue: The default; the help shows it.
  ///   - name: The names of the option.
  ///   - help: The help.
  init(
    wrappedValue: Value, name: NameSpecification = .long, help: ArgumentHelp
  ) where Value: ArgumentValue {
    var help = help
    help.abstract += " (default: \(wrappedValue.word))"
    self.init(
      wrappedValue: wrappedValue, name: name, help: help, completion: Value.completion,
      transform: { word in try Value(word: word) })
  }

  /// Creates an option without a default.
  ///
  /// - Parameters:
  ///   - name: The names of the option.
  ///   - help: The help.
  ///   - completion: What shells complete.
  init<Wrapped: ArgumentValue>(
    name: NameSpecification = .long, help: ArgumentHelp, completion: CompletionKind? = nil
  ) where Value == Wrapped? {
    self.init(
      wrappedValue: nil, name: name, help: help, completion: completion ?? Wrapped.completion,
      transform: { word in try Wrapped(word: word) })
  }

  /// Creates an option that must be given.
  ///
  /// - Parameters:
  ///   - name: The names of the option.
  ///   - help: The help.
  ///   - completion: What shells complete.
  init(
    name: NameSpecification = .long, help: ArgumentHelp, completion: CompletionKind
  ) where Value: ArgumentValue {
    self.init(
      name: name, help: help, completion: completion,
      transform: { word in try Value(word: word) })
  }
}
