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
  }
}
