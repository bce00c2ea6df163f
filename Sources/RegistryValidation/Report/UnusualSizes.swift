internal import Glibc
internal import SharedCloudRegistry

/// Tells which of some sizes are far from the others.
///
/// Sizes are compared by their logarithms, and by their median and the median of the distances from
/// it, so neither a wide spread nor a few odd sizes make usual ones unusual.
package struct UnusualSizes {
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
  package init(_ sizes: [Int]) {
    let logarithms = sizes.map(Self.logarithm).sorted()
    let middle = Self.median(logarithms)
    let spread = Self.median(logarithms.map { abs($0 - middle) }.sorted())
    self.middle = middle
    limit =
      sizes.count < Self.fewest
      ? .infinity : Swift.max(Self.leastDistance, Self.factor * 1.4826 * spread)
  }

  /// Whether a size is unusual.
  package func contains(_ size: Int) -> Bool { distance(of: size) > limit }

  /// How far a size is from the usual one: 1 if it is twice as large or half as large.
  func distance(of size: Int) -> Double { abs(Self.logarithm(size) - middle) }

  private static func logarithm(_ size: Int) -> Double { log2(Double(Swift.max(size, 0)) + 1) }

  private static func median(_ sorted: [Double]) -> Double {
    sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }
}

extension Timeline.Sizes {
  /// The largest number of unusual files that are named.
  private static let named = 10

  /// Notes the files whose sizes are far from those of the others.
  ///
  /// - Parameter bins: The counts of the shortest bins, in order of time.
  mutating func noteUnusual(in bins: [SizeCounts]) {
    let small = UnusualSizes(bins.map(\.least.size))
    let large = UnusualSizes(bins.map(\.greatest.size))
    var found: [(file: SizeCounts.File, distance: Double)] = []
    for bin in bins {
      for (file, usual) in [(bin.least, small), (bin.greatest, large)]
      where usual.contains(file.size) && found.last?.file != file {
        found.append((file, usual.distance(of: file.size)))
      }
    }
    unusualCount = found.count
    // Of equally unusual files the earlier ones.
    let farthest = found.sorted { ($1.distance, $0.file.start) < ($0.distance, $1.file.start) }
    unusual = farthest.prefix(Self.named).map(\.file).sorted { $0.start < $1.start }.map { file in
      .init(start: SCRTime(seconds: Int64(file.start)).text, bytes: file.size)
    }
  }
}
