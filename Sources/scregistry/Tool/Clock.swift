internal import Glibc
internal import SharedCloudRegistry

/// The clock of the program.
enum Clock {
  /// The time at which the program began, in UTC: all that a run writes has the same.
  static let today = now

  /// The present time in UTC.
  static var now: SCRTime { SCRTime(seconds: Int64(time(nil))) }
}
