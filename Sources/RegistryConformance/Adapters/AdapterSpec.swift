/// Which implementation to test, and how to talk to it.
///
/// `exec:COMMAND` is a program that speaks the protocol on its standard streams. `cli:COMMAND` is
/// a validator whose exit code is its verdict on the directory that replaces
/// `{root}` in the command: 0 no violations, 1 violations. `self` is this program.
public struct AdapterSpec: Sendable, CustomStringConvertible {
  /// The string that names it.
  public let description: String
  let open: @Sendable () throws(AdapterFault) -> any AdapterChannel

  /// Makes a spec of something that is not a program.
  package init(
    _ description: String, open: @escaping @Sendable () throws(AdapterFault) -> any AdapterChannel
  ) {
    self.description = description
    self.open = open
  }

  /// Reads a spec; nil if the string is not a spec.
  ///
  /// - Parameters:
  ///   - text: The string.
  ///   - executable: The path of this program, for `self`.
  public init?(_ text: String, executable: String) {
    if text == "self" {
      self.init(text) { () throws(AdapterFault) in
        AdapterProcess(try ChildProcess([executable, "conformance", "serve"]))
      }
      return
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let command = String(parts[1])
    guard command.contains(where: { $0 != " " }) else { return nil }
    switch parts[0] {
    case "exec":
      self.init(text) { () throws(AdapterFault) in
        AdapterProcess(try ChildProcess(shell: command))
      }
    case "cli":
      guard command.contains(CommandAdapter.rootMark) else { return nil }
      self.init(text) { () throws(AdapterFault) in CommandAdapter(command) }
    default: return nil
    }
  }
}
