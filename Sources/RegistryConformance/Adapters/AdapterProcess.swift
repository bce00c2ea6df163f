internal import Files
internal import Formats

/// An adapter that is a separate program and speaks the protocol on its standard streams.
final class AdapterProcess: AdapterChannel {
  private let process: ChildProcess
  private var streams: ProcessStreams
  /// How much of the output has been searched for a line end.
  private var searched = 0

  /// The maximum length of a line, in bytes.
  static let lineLimit = 16 << 20

  init(_ process: ChildProcess) {
    self.process = process
    streams = ProcessStreams(process)
  }

  func exchange(_ line: [UInt8], within seconds: Double) async throws(AdapterFault) -> [UInt8] {
    guard streams.output.isEmpty else {
      throw AdapterFault(
        .garbage, detail: "it wrote before it got a request: \(excerpt(streams.output))")
    }
    let deadline = SteadyClock.seconds + seconds
    streams.pending = (line + [UInt8(ascii: "\n")])[...]
    while true {
      if let answer = try takeLine() {
        guard streams.pending.isEmpty else {
          throw AdapterFault(.garbage, detail: "it answered before it read the request")
        }
        return answer
      }
      if streams.hasEnded { throw endingFault(deadline) }
      guard streams.move(until: deadline) || SteadyClock.seconds < deadline else {
        throw AdapterFault(.timedOut, detail: "it did not answer within \(Self.text(seconds)) s")
      }
    }
  }

  private func takeLine() throws(AdapterFault) -> [UInt8]? {
    let end = streams.output[searched...].firstIndex(of: UInt8(ascii: "\n"))
    guard (end ?? streams.output.count) <= Self.lineLimit else {
      throw AdapterFault(
        .tooLong,
        detail: "it wrote a line of more than \(Self.lineLimit) bytes: "
          + excerpt(streams.output))
    }
    guard let end else {
      searched = streams.output.count
      return nil
    }
    var line = Array(streams.output[..<end])
    streams.output.removeSubrange(...end)
    searched = 0
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return line
  }

  private func endingFault(_ deadline: Double) -> AdapterFault {
    // Standard error may have more.
    while streams.move(until: min(deadline, SteadyClock.seconds + 0.05)) {}
    switch process.wait(until: min(deadline, SteadyClock.seconds + 2)) {
    case nil: return AdapterFault(.exited, detail: "it closed its output before it answered")
    case .exited(let code) where (129...192).contains(code):
      // This is how the shell reports that a signal ended its command.
      return AdapterFault(.crashed, detail: "signal \(code - 128) ended it before it answered")
    case .exited(let code):
      return AdapterFault(.exited, detail: "it ended with exit code \(code) before it answered")
    case .signalled(let signal):
      return AdapterFault(.crashed, detail: "signal \(signal) ended it before it answered")
    }
  }

  func end(with line: [UInt8]) -> String? {
    streams.pending = (line + [UInt8(ascii: "\n")])[...]
    let deadline = SteadyClock.seconds + 2
    while !streams.pending.isEmpty, !streams.hasEnded, streams.move(until: deadline) {}
    process.closeInput()
    while !streams.hasEnded, streams.move(until: deadline) {}
    let ending = process.wait(until: deadline)
    process.kill()
    switch ending {
    case .exited(0): return nil
    case nil: return "it did not end within 2 s after it was told to stop"
    case .some(let ending): return "it \(ending) after it was told to stop"
    }
  }

  func takeDiagnostics() -> String {
    defer { streams.errors = [] }
    return String(decoding: streams.errors, as: UTF8.self)
  }

  private func excerpt(_ bytes: [UInt8]) -> String {
    HarmlessText.of(String(decoding: bytes.prefix(80), as: UTF8.self))
  }

  static func text(_ seconds: Double) -> String {
    seconds == seconds.rounded() && seconds < 1e9 ? "\(Int(seconds))" : "\(seconds)"
  }
}
