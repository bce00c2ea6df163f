extension Document {
  /// The values in the order of the text, for walks that cannot afford a node a value.
  @inlinable package func entry(at index: Int) -> Entry { entries[index] }

  /// Calls the body with the bytes of an entry that is a scalar or a key, as in a node.
  @inlinable package func withText<Result>(
    of entry: Entry, _ body: (Span<UInt8>) -> Result
  ) -> Result {
    let range = Int(entry.textStart)..<Int(entry.textEnd)
    let bytes = entry.isPooled ? pool : source
    return body(bytes.span.extracting(range))
  }
}
