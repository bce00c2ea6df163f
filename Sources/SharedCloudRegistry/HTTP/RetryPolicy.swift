/// How often to retry, and after what time.
///
/// Each wait is drawn evenly between 0 and a limit that doubles. With such full jitter, the clients
/// of a busy server don't all come back at the same time.
struct RetryPolicy: Sendable, Hashable {
  /// The maximum number of attempts, with the first.
  var tries = 5
  /// The limit of the first wait, in seconds.
  var firstWait = 0.2
  /// The longest wait, in seconds, whatever the server requests.
  var longestWait = 20.0
  /// The longest time for all attempts of a request, in seconds.
  var budget = 120.0

  /// Returns how long to wait before the next attempt; nil to give up.
  ///
  ///   - tried: The number of attempts so far.
  ///   - elapsed: The time since the first, in seconds.
  ///   - elapsed: The time since the first, in seconds.
  ///   - retryAfter: The wait that the server requests, in seconds.
  ///   - random: A number from 0 to 1.
  /// - Returns: Seconds.
  func wait(
    after tried: Int, elapsed: Double, retryAfter: Double? = nil,
    random: Double = .random(in: 0...1)
  ) -> Double? {
    guard tried < tries, elapsed < budget else { return nil }
    let bound = Swift.min(longestWait, firstWait * Double(1 << Swift.min(tried - 1, 20)))
    guard let retryAfter else { return random * bound }
    // If the server requests a longer wait than the budget allows, it will not be ready in time.
    guard retryAfter <= longestWait, elapsed + retryAfter <= budget else { return nil }
    return retryAfter + random * firstWait
  }

  /// Reads the header Retry-After if it gives seconds.
  static func seconds(of header: String?) -> Double? {
    header.flatMap { Int(String(decoding: Array($0.utf8)[...].trimmingBlanks, as: UTF8.self)) }
      .flatMap { $0 >= 0 ? Double($0) : nil }
  }
}
