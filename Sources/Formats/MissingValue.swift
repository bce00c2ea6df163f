extension Collection<UInt8> {
  /// Whether the bytes are a word that programs write for a value that is missing, such as `nan`.
  package var isMissingValue: Bool {
    guard count <= 4 else { return false }
    let words = ["nan", "none", "null", "na", "n/a", "<na>", "nat", "nil", "-"]
    return words.contains(String(decoding: self, as: UTF8.self).lowercased())
  }
}
