internal import Glibc
internal import SharedCloudRegistry

/// The clock of the program.
enum Clock {
  /// The present time in UTC.
  static var today: SCRTime { SCRTime(seconds: Int64(time(nil))) }
}
