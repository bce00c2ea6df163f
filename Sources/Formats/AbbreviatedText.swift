extension String {
  /// The string, shortened if it is too long for a message.
  package var abbreviated: String {
    unicodeScalars.count > 40 ? String(prefix(40)) + "…" : self
  }
}
