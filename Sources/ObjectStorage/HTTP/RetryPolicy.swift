internal import Files
internal import Formats

/// How often to retry, and after what time.
///
/// Each wait is drawn evenly between 0 and a limit that doubles. With such full jitter, the clients
/// of a busy server don't all come back at the same time. A server that asks for fewer requests
/// (statuses 429 and 503) gets more time and more attempts than one that fails.
struct RetryPolicy: Sendable, Hashable {
  /// Why a request is retried.
  enum Cause: Sendable, Hashable {
    /// Something failed that may succeed a little later.
    case failure
    /// The server asks for fewer requests.
    case throttling
  }

  /// The maximum number of attempts, with the first; nil for 5, or 12 if the server asks for fewer
  /// requests.
  var tries: Int?
  /// The limit of the first wait after a failure, in seconds.
  var firstWait = 0.2
  /// The limit of the first wait if the server asks for fewer requests, in seconds.
  var firstThrottledWait = 0.5
  /// The longest wait that the server does not request, in seconds.
  var longestWait = 20.0
  /// The longest time for all attempts of a request, in seconds.
  var budget = 180.0
  /// When everything has to end, by ``SteadyClock``; nil for no limit.
  var deadline: Double?

  /// Returns how long to wait before the next attempt; nil to give up.
  ///
  /// - Parameters:
  ///   - tried: The number of attempts so far.
  ///   - elapsed: The time since the first, in seconds.
  ///   - retryAfter: The wait that the server requests, in seconds.
  ///   - cause: Why the last attempt failed.
  ///   - random: A number from 0 to 1.
  /// - Returns: Seconds.
  func wait(
    after tried: Int, elapsed: Double, retryAfter: Double? = nil, cause: Cause = .failure,
    random: Double = .random(in: 0...1)
  ) -> Double? {
    let isThrottled = cause == .throttling || retryAfter != nil
    guard tried < tries ?? (isThrottled ? 12 : 5), elapsed < rest(of: budget, elapsed) else {
      return nil
    }
    let first = isThrottled ? firstThrottledWait : firstWait
    let bound = Swift.min(longestWait, first * Double(1 << Swift.min(tried - 1, 20)))
    guard let retryAfter else { return inTime(random * bound) }
    // If the server requests a longer wait than the budget allows, it will not be ready in time.
    guard elapsed + retryAfter <= budget else { return nil }
    return inTime(retryAfter + random * first)
  }

  /// The budget, if the deadline leaves that much.
  private func rest(of budget: Double, _ elapsed: Double) -> Double {
    guard let deadline else { return budget }
    return Swift.min(budget, elapsed + deadline - SteadyClock.seconds)
  }

  /// A wait that ends before the deadline; nil for a longer one.
  private func inTime(_ wait: Double) -> Double? {
    guard let deadline else { return wait }
    return SteadyClock.seconds + wait < deadline ? wait : nil
  }

  /// Says how much was tried before giving up.
  ///
  /// - Parameters:
  ///   - tried: The number of attempts.
  ///   - retryAfter: The wait that the server requested last, in seconds.
  /// - Returns: Text in parentheses, with a leading space.
  func remark(after tried: Int, retryAfter: Double?) -> String {
    let times = tried == 1 ? "tried once" : "tried \(tried) times"
    guard let retryAfter else { return " (\(times))" }
    let seconds = Int(retryAfter.rounded(.up))
    return " (\(times); the server asks to wait \(seconds) \(seconds == 1 ? "second" : "seconds"))"
  }

  /// Reads the header Retry-After: seconds or a date.
  ///
  /// - Parameters:
  ///   - header: The value of the header.
  ///   - now: The seconds since 1970.
  /// - Returns: The seconds to wait; nil if the header is absent or has another form.
  static func seconds(of header: String?, now: Int64) -> Double? {
    guard let header else { return nil }
    let text = String(decoding: Array(header.utf8)[...].trimmingBlanks, as: UTF8.self)
    if let seconds = Int(text) { return seconds >= 0 ? Double(seconds) : nil }
    return Instant(httpDate: text).map { Double(Swift.max(0, $0.seconds - now)) }
  }
}

extension RetryPolicy.Cause {
  /// Finds the cause of a retry by the status of a response.
  init(ofStatus status: Int) { self = status == 429 || status == 503 ? .throttling : .failure }
}
