internal import Formats

/// This program as an adapter in the same process: the same messages, without pipes.
final class InProcessChannel: AdapterChannel {
  private let adapter: OwnAdapter

  init(_ adapter: OwnAdapter) { self.adapter = adapter }

  func exchange(_ line: [UInt8], within seconds: Double) async throws(AdapterFault) -> [UInt8] {
    let reply = await adapter.reply(to: line)
    return JSONWriter.write(reply.answer ?? [:], layout: .singleLine)
  }

  func end(with line: [UInt8]) -> String? { nil }

  func takeDiagnostics() -> String { "" }
}

extension AdapterSpec {
  /// This program in the same process, unchanged or changed by options.
  ///
  /// - Parameter options: The changes.
  /// - Returns: The adapter.
  package static func inProcess(_ options: OwnAdapter.Options) -> AdapterSpec {
    AdapterSpec("self") { () throws(AdapterFault) in InProcessChannel(OwnAdapter(options)) }
  }
}
