internal import Glibc

/// A clock that is never set back, to measure durations.
enum SteadyClock {
  /// The seconds since some moment in the past.
  static var seconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
