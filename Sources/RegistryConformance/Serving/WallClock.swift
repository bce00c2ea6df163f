internal import Glibc
internal import SharedCloudRegistry

/// The time of day.
enum WallClock {
  /// The present time in UTC.
  static var now: SCRTime { SCRTime(seconds: Int64(time(nil))) }
}
