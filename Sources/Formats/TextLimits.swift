/// Bounds on what a parser accepts, so that hostile text cannot exhaust the machine.
package struct TextLimits: Sendable, Hashable {
  /// How deep values may be nested.
  package var depth: Int
  /// How many bytes the text may have; at most 4 GiB - 1, since offsets are 32 bits.
  package var size: Int
  /// How many values and keys a document may have, aliases of YAML expanded.
  package var values: Int
  /// How many values and keys all aliases of a YAML text together may expand to.
  package var aliasedValues: Int
  /// How many remarks of one kind are kept.
  package var remarks: Int

  package init(
    depth: Int = 512, size: Int = 256 << 20, values: Int = 50_000_000,
    aliasedValues: Int = 1_000_000, remarks: Int = 1_000
  ) {
    self.depth = depth
    self.size = Swift.min(size, Int(UInt32.max))
    self.values = values
    self.aliasedValues = aliasedValues
    self.remarks = remarks
  }

  /// The limits for texts that programs write, such as catalogs.
  package static let standard = TextLimits()

  /// The limits for texts that people write, such as configuration.
  package static let handwritten = TextLimits(
    depth: 64, size: 16 << 20, values: 1_000_000, aliasedValues: 100_000)
}
