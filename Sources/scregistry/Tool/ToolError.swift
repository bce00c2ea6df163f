internal import RegistryReports

/// An error that ends a command: the one place of each error for its lines and its exit code.
///
/// Any other error ends as wrong usage, as ArgumentParser reports it.
protocol ToolError: Error {
  /// The lines for standard error, with their line ends; empty if everything has been reported.
  var lines: String { get }
  /// The exit code of the process.
  var exitCode: Int32 { get }
  /// The error for programs; nil if its lines tell all.
  var messageLine: MessageLine? { get }
}

extension ToolError {
  var messageLine: MessageLine? { nil }
}

/// Ends the process with a code after everything has been written.
struct ToolExit: ToolError {
  /// The exit code.
  let code: Int32

  var lines: String { "" }
  var exitCode: Int32 { code }
}

/// What a command finds by itself, and the exit code for that.
struct ToolFailure: ToolError {
  let lines: String
  let exitCode: Int32

  /// Makes a failure.
  ///
  /// - Parameters:
  ///   - line: The line for standard error, without its line end; control characters are removed.
  ///   - exitCode: The exit code of the process.
  init(_ line: String, exitCode: Int32) {
    lines = TextStyle.harmless(line) + "\n"
    self.exitCode = exitCode
  }
}

/// A command without its subcommand: nothing was done, so it is not a success.
struct MissingCommand: ToolError {
  /// The help text of the command.
  let help: String

  var lines: String { help + "\n" }
  var exitCode: Int32 { 2 }
}
