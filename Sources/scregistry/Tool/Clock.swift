internal import Glibc
internal import SharedCloudRegistry

/// The clocks of the program.
enum Clock {
  /// Seconds on a clock that never runs backwards.
  static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The present time in UTC.
  static var today: SCRTime { SCRTime(seconds: Int64(time(nil))) }
}
