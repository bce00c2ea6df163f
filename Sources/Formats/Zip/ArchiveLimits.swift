/// How much may come out of an archive.
///
/// Memory never grows with what comes out; the limits bound time. Deflate makes at most 1032 bytes
/// of one. Rows of an index differ from one another, and so stay well below 100: an archive that
/// grows 250-fold holds something else, and no more than the first bytes of it are decoded.
package struct ArchiveLimits: Sendable, Hashable {
  /// The most bytes that may come out.
  package var output: Int
  /// The most bytes that may come out of each byte that went in.
  package var ratio: Int
  /// The bytes that may come out whatever the ratio.
  package var outputBeforeRatio: Int

  /// Sets limits.
  ///
  /// - Parameters:
  ///   - output: The most bytes that may come out.
  ///   - ratio: The most bytes that may come out of each byte that went in.
  ///   - outputBeforeRatio: The bytes that may come out whatever the ratio.
  package init(output: Int = 64 << 30, ratio: Int = 250, outputBeforeRatio: Int = 16 << 20) {
    self.output = output
    self.ratio = ratio
    self.outputBeforeRatio = outputBeforeRatio
  }

  /// Throws a fault if more came out than is allowed.
  ///
  /// - Parameters:
  ///   - produced: The bytes that came out so far.
  ///   - consumed: The bytes that went in so far.
  /// - Throws: ``ArchiveFault``.
  func check(produced: Int, consumed: Int) throws(ArchiveFault) {
    guard produced <= output else {
      throw ArchiveFault(
        .tooLarge, at: consumed, "it decompresses to more than \(output) bytes, the limit")
    }
    guard produced <= outputBeforeRatio || produced / ratio <= consumed else {
      throw ArchiveFault(
        .tooLarge, at: consumed,
        "it grows more than \(ratio)-fold when decompressed, the limit")
    }
  }
}
