extension String {
  /// The string, or its first thousand scalars and an ellipsis.
  ///
  /// Without it a value of megabytes would be in the report once per fault.
  package var clipped: String {
    let limit = 1000
    guard utf8.count > limit, unicodeScalars.count > limit else { return self }
    var view = UnicodeScalarView(unicodeScalars.prefix(limit))
    view.append("…")
    return String(view)
  }
}

extension Finding {
  /// Clips strings from the file, which may have any length.
  mutating func clip() {
    message = message.clipped
    dataset = dataset?.clipped
    expected = expected?.clipped
    actual = actual?.clipped
    // Part of a pointer leads nowhere; the line and column remain.
    if location.pointer?.clipped != location.pointer { location.pointer = nil }
    for index in related.indices { related[index].message = related[index].message.clipped }
    excerpt?.clip()
  }
}

extension Finding.Excerpt {
  /// The maximum number of scalars of a line in a report.
  static let limit = 400

  /// Clips the line to the limit.
  package mutating func clip() {
    guard text.utf8.count > Self.limit, text.unicodeScalars.count > Self.limit else { return }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text.unicodeScalars.prefix(Self.limit))
    text = String(view)
  }
}
