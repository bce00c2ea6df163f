internal import Glibc

/// The number of processors this process may use.
enum ProcessorCount {
  static var available: Int { Swift.max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
