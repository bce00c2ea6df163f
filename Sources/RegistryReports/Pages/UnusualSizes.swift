internal import Glibc

/// Tells which of some sizes are far from the others.
///
/// Sizes are compared by their logarithms, and by their median and the median of the distances from
/// it, so neither a wide spread nor a few odd sizes make usual ones unusual.
struct UnusualSizes {
  private let middle: Double
  private let limit: Double

  /// How many usual distances away a size is unusual.
  private static let factor = 8.0
  /// The distance from which a size can be unusual: four times as large or as small.
  private static let leastDistance = 2.0
  /// The least number of sizes by which others are judged.
  private static let fewest = 5

  /// Prepares.
  ///
  /// - Parameter sizes: All sizes, in bytes.
  init(_ sizes: [Int]) {
    let logarithms = sizes.map(Self.logarithm).sorted()
    let middle = Self.median(logarithms)
    let spread = Self.median(logarithms.map { abs($0 - middle) }.sorted())
    self.middle = middle
    limit =
      sizes.count < Self.fewest
      ? .infinity : Swift.max(Self.leastDistance, Self.factor * 1.4826 * spread)
  }

  /// Whether a size is unusual.
  func contains(_ size: Int) -> Bool { abs(Self.logarithm(size) - middle) > limit }

  private static func logarithm(_ size: Int) -> Double { log2(Double(Swift.max(size, 0)) + 1) }

  private static func median(_ sorted: [Double]) -> Double {
    sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }
}
