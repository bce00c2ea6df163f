/// Sends requests to an adapter and returns its answers.
package protocol AdapterChannel: AnyObject {
  /// Sends a request and waits for its answer.
  ///
  /// - Parameters:
  ///   - line: The request, without its line end.
  ///   - seconds: How long to wait.
  /// - Returns: The answer, without its line end.
  /// - Throws: ``AdapterFault``; the channel is unusable after that.
  func exchange(_ line: [UInt8], within seconds: Double) async throws(AdapterFault) -> [UInt8]

  /// Sends a last request, which has no answer, and ends.
  ///
  /// - Parameter line: The request, without its line end.
  /// - Returns: What is wrong with how the adapter ended; nil if nothing is wrong.
  func end(with line: [UInt8]) -> String?

  /// The last part of the adapter's standard error since the previous call.
  func takeDiagnostics() -> String
}
