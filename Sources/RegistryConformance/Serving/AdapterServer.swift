internal import Files
internal import Formats
internal import Glibc

/// Reads requests from a descriptor, one per line, and writes the answers to another.
public struct AdapterServer: Sendable {
  private let adapter: OwnAdapter

  /// Makes a server.
  ///
  /// - Parameter adapter: The adapter that answers.
  public init(_ adapter: OwnAdapter) { self.adapter = adapter }

  /// Answers requests until one says stop, or the input ends.
  ///
  /// - Parameters:
  ///   - input: Where requests come from.
  ///   - output: Where answers go.
  ///   - onComplaint: Receives what is wrong with requests.
  /// - Returns: Whether all answers could be written.
  public func serve(
    input: Int32, output: Int32, onComplaint: (String) -> Void
  ) async -> Bool {
    var lines = LineInput(descriptor: input)
    while let line = lines.next() {
      let reply = line.isTooLong ? Self.tooLong : await adapter.reply(to: line.bytes)
      if let complaint = reply.complaint { onComplaint(complaint) }
      if let answer = reply.answer {
        let bytes = JSONWriter.write(answer, layout: .singleLine) + [UInt8(ascii: "\n")]
        guard FileBytes.writeAll(bytes.span, to: output) == 0 else { return false }
      }
      if reply.isLast { break }
    }
    return true
  }

  private static let tooLong = OwnAdapter.Reply(
    answer: [
      "seq": "", "errored": true, "context": ["message": "the line is longer than 16 MiB"],
    ],
    complaint: "a request was longer than 16 MiB")
}

/// The lines of a descriptor.
private struct LineInput {
  /// One line, without its end.
  struct Line {
    var bytes: [UInt8]
    /// Whether it was longer than allowed, and was dropped.
    var isTooLong: Bool
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var searched = 0
  private var hasEnded = false
  private var isSkipping = false

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Waits for the next line; nil at the end.
  mutating func next() -> Line? {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        return take(upTo: end, dropping: end + 1)
      }
      if buffer.count > AdapterProcess.lineLimit {
        isSkipping = true
        buffer = []
      }
      searched = buffer.count
      if hasEnded {
        guard isSkipping || !buffer.isEmpty else { return nil }
        return take(upTo: buffer.count, dropping: buffer.count)
      }
      fill()
    }
  }

  private mutating func take(upTo end: Int, dropping count: Int) -> Line {
    let line = Line(bytes: isSkipping ? [] : Array(buffer[..<end]), isTooLong: isSkipping)
    buffer.removeFirst(count)
    searched = 0
    isSkipping = false
    return line
  }

  private mutating func fill() {
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = POSIX.read(descriptor, into: &bytes)
    if count > 0 {
      buffer += bytes[..<count]
    } else if count == 0 || errno != EINTR {
      hasEnded = true
    }
  }
}
