internal import Files
internal import Formats

/// A validator whose exit code is its verdict: 0 no violations, 1 violations.
final class CommandAdapter: AdapterChannel {
  /// The placeholder for the directory in a command.
  static let rootMark = "{root}"

  private let command: String
  private var errors: [UInt8] = []

  init(_ command: String) { self.command = command }

  func exchange(_ line: [UInt8], within seconds: Double) async throws(AdapterFault) -> [UInt8] {
    let request = try? JSONParser.parse(line).root
    switch request?["cmd"]?.string {
    case "start": return Self.line(["protocol": 1, "implementation": implementation])
    case "spec": return Self.line(["ok": true])
    default: return try run(request, within: seconds)
    }
  }

  private var implementation: JSONValue {
    [
      "name": .string(command), "version": "unknown", "language": "unknown",
      "classes": ["validator"], "specVersions": [], "grades": ["verdict"],
    ]
  }

  private func run(_ request: Node?, within seconds: Double) throws(AdapterFault) -> [UInt8] {
    let root = request?["case"]?["root"]?.string ?? ""
    let words = command.split(separator: "{root}", omittingEmptySubsequences: false)
    let process = try ChildProcess(shell: words.joined(separator: Self.quoted(root)))
    let sequence = request?["seq"].map { JSONValue.node($0) } ?? .null
    let ending = finish(process, until: SteadyClock.seconds + seconds)
    switch ending {
    case nil:
      process.kill()
      throw AdapterFault(
        .timedOut, detail: "the command did not end within \(AdapterProcess.text(seconds)) s")
    case .exited(0): return Self.line(["seq": sequence, "result": ["verdict": "no-violations"]])
    case .exited(1): return Self.line(["seq": sequence, "result": ["verdict": "violations"]])
    case .some(let ending):
      return Self.line([
        "seq": sequence, "errored": true,
        "context": ["message": .string("the command \(ending); only exit codes 0 and 1 are valid")],
      ])
    }
  }

  private func finish(_ process: ChildProcess, until deadline: Double) -> ChildProcess.Ending? {
    var streams = ProcessStreams(process)
    process.closeInput()
    while !streams.hasEnded, streams.move(until: deadline) { streams.output = [] }
    let ending = process.wait(until: deadline)
    errors = streams.errors
    return ending
  }

  /// A string as one word of the shell.
  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  private static func line(_ value: JSONValue) -> [UInt8] {
    JSONWriter.write(value, layout: .singleLine)
  }

  func end(with line: [UInt8]) -> String? { nil }

  func takeDiagnostics() -> String {
    defer { errors = [] }
    return String(decoding: errors, as: UTF8.self)
  }
}
