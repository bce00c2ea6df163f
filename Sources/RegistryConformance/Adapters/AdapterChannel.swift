/// Takes requests to an adapter and brings its answers.
package protocol AdapterChannel: AnyObject {
  /// Sends a request and waits for its answer.
  ///
  /// - Parameters:
  ///   - line: The request, without its line end.
  ///   - seconds: How long to wait.
  /// - Returns: The answer, without its line end.
  /// - Throws: ``AdapterFault``; the channel can't be used any more.
  func exchange(_ line: [UInt8], within seconds: Double) async throws(AdapterFault) -> [UInt8]

  /// Sends a request that has no answer, and ends.
  ///
  /// - Parameter line: The request, without its line end.
  /// - Returns: What is wrong with how the adapter ended; nil if nothing is.
  func end(with line: [UInt8]) -> String?

  /// What the adapter said on standard error since it was last asked: the last of it.
  func takeDiagnostics() -> String
}
