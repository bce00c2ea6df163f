extension Document {
  /// The values in the order of the text, for walks that cannot afford a node a value.
  package var allEntries: [Entry] { entries }

  /// The bytes of texts that stand in the source in another spelling.
  package var pooledText: [UInt8] { pool }
}
