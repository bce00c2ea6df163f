/// The choices that a schema leaves to its user.
package struct SchemaOptions: Sendable {
  /// Whether the formats that this module knows are asserted; otherwise they are only comments.
  package var assertsFormat = false
  /// More formats by name, which are always asserted and override those of this module.
  package var formats: [String: FormatCheck] = [:]

  /// Whether patterns become tables, which cost more once and less per string.
  ///
  /// This pays for instances of more than a few hundred kilobytes.
  package var usesTables = true

  package init(
    assertsFormat: Bool = false, formats: [String: FormatCheck] = [:], usesTables: Bool = true
  ) {
    self.assertsFormat = assertsFormat
    self.formats = formats
    self.usesTables = usesTables
  }
}
