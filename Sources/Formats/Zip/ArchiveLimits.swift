/// How much an archive may decompress to.
///
/// Memory never grows with the output; the limits bound time. Deflate makes at most 1032 bytes
/// of one. Rows of an index differ, so real files stay well below 100: an archive that
/// grows 250-fold holds something else, and only its first bytes are decoded.
package struct ArchiveLimits: Sendable, Hashable {
  /// The maximum number of bytes of output.
  package var output: Int
  /// The maximum number of bytes of output per byte of input.
  package var ratio: Int
  /// The number of bytes of output that are allowed whatever the ratio.
  package var outputBeforeRatio: Int

  /// Sets limits.
  ///
  /// - Parameters:
  ///   - output: The maximum number of bytes of output.
  ///   - ratio: The maximum number of bytes of output per byte of input.
  ///   - outputBeforeRatio: The number of bytes of output that are allowed whatever the ratio.
  package init(output: Int = 64 << 30, ratio: Int = 250, outputBeforeRatio: Int = 16 << 20) {
    self.output = output
    self.ratio = ratio
    self.outputBeforeRatio = outputBeforeRatio
  }

  /// Throws a fault if there is more output than allowed.
  ///
  /// - Parameters:
  ///   - produced: The bytes of output so far.
  ///   - consumed: The bytes of input so far.
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
