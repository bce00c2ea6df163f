internal import Glibc

/// A clock that is never set back, to measure durations.
package enum SteadyClock {
  /// The seconds since some moment in the past.
  package static var seconds: Double {
    let time = POSIX.monotonicTime()
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
