/// Infers in which parts an object was uploaded, from its size and the number of parts.
enum PartSizes {
  private static let mebibyte = 1 << 20

  /// The part sizes that programs use, in bytes.
  static let usual: [Int] =
    [5, 6, 7, 8, 10, 12, 15, 16, 20, 24, 25, 32, 50, 64, 100, 128, 250, 256, 500, 512, 1024, 2048]
    .map { $0 * mebibyte } + [5 * 1024 * mebibyte, 5_000_000_000]

  /// The part sizes that give a number of parts.
  ///
  /// - Parameters:
  ///   - size: The size of the object in bytes.
  ///   - count: The number of parts.
  /// - Returns: The possible sizes in bytes, in ascending order; empty if none fits.
  static func candidates(forSize size: Int, parts count: Int) -> [Int] {
    guard size > 0, count > 0 else { return count == 1 ? usual : [] }
    let even = roundedUp(dividing(size, by: count), to: mebibyte)
    return Set(usual + [even]).filter { $0 > 0 && dividing(size, by: $0) == count }.sorted()
  }

  /// A quotient, rounded up.
  private static func dividing(_ size: Int, by divisor: Int) -> Int {
    size / divisor + (size % divisor == 0 ? 0 : 1)
  }

  private static func roundedUp(_ value: Int, to unit: Int) -> Int {
    dividing(value, by: unit) * unit
  }

  /// The sizes for people: whole MiB where possible.
  static func text(_ sizes: [Int]) -> String {
    sizes.map { $0 % mebibyte == 0 ? "\($0 / mebibyte) MiB" : "\($0) bytes" }
      .joined(separator: ", ")
  }
}
