/// How often to try again, and after what time.
///
/// The waits are drawn evenly between nothing and a bound that doubles: with full jitter many
/// clients of a busy server don't come back at one time.
struct RetryPolicy: Sendable, Hashable {
  /// The most tries in all.
  var tries = 5
  /// The bound of the first wait, in seconds.
  var firstWait = 0.2
  /// The longest wait, in seconds, whatever the server asks for.
  var longestWait = 20.0
  /// How long all tries of a request may take, in seconds.
  var budget = 120.0

  /// Tells how long to wait before the next try; nil if there should be none.
  ///
  /// - Parameters:
  ///   - tried: The number of tries so far.
  ///   - elapsed: The time since the first, in seconds.
  ///   - retryAfter: What the server asks for, in seconds.
  ///   - random: A number from 0 to 1.
  /// - Returns: Seconds.
  func wait(
    after tried: Int, elapsed: Double, retryAfter: Double? = nil,
    random: Double = .random(in: 0...1)
  ) -> Double? {
    guard tried < tries, elapsed < budget else { return nil }
    let bound = Swift.min(longestWait, firstWait * Double(1 << Swift.min(tried - 1, 20)))
    guard let retryAfter else { return random * bound }
    // A server that asks for more than there is time for will not be ready in time.
    guard retryAfter <= longestWait, elapsed + retryAfter <= budget else { return nil }
    return retryAfter + random * firstWait
  }

  /// Reads the header Retry-After where it gives seconds.
  static func seconds(of header: String?) -> Double? {
    header.flatMap { Int(String(decoding: Array($0.utf8)[...].trimmingBlanks, as: UTF8.self)) }
      .flatMap { $0 >= 0 ? Double($0) : nil }
  }
}
