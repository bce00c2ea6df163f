/// Numbers of bytes for people.
enum ByteCount {
  /// Writes a number of bytes with one decimal and a unit: `12.3 MB`.
  static func text(_ bytes: Int) -> String {
    let units = [
      (1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB"),
    ]
    for (unit, name) in units where bytes >= unit {
      return "\(bytes / unit).\(bytes % unit * 10 / unit) \(name)"
    }
    return "\(bytes) B"
  }
}
