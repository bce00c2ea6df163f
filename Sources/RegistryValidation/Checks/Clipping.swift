extension String {
  /// The text, or its first thousand scalars and an ellipsis.
  ///
  /// A value of megabytes would otherwise stand in the report once for each of its faults.
  var clipped: String {
    let limit = 1000
    guard utf8.count > limit, unicodeScalars.count > limit else { return self }
    var view = UnicodeScalarView(unicodeScalars.prefix(limit))
    view.append("…")
    return String(view)
  }
}

extension Finding {
  /// Cuts what comes from the file and may be of any length.
  mutating func clip() {
    message = message.clipped
    dataset = dataset?.clipped
    expected = expected?.clipped
    actual = actual?.clipped
    // Part of a pointer leads nowhere; the line and column are left.
    if location.pointer?.clipped != location.pointer { location.pointer = nil }
    for index in related.indices { related[index].message = related[index].message.clipped }
    excerpt?.clip()
  }
}

extension Finding.Excerpt {
  /// The most scalars that a report holds of a line.
  static let limit = 400

  /// Cuts the line to what a report holds.
  mutating func clip() {
    guard text.utf8.count > Self.limit, text.unicodeScalars.count > Self.limit else { return }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text.unicodeScalars.prefix(Self.limit))
    text = String(view)
  }
}
