extension String {
  /// The address or path of a directory: with its final slash.
  package var directoryAddress: String { utf8.last == UInt8(ascii: "/") ? self : self + "/" }

  /// The key that an address without a scheme means: it starts at the root of the bucket, whether it
  /// begins with `./`, `/` or neither.
  package var relativeKey: String {
    var rest = utf8[...]
    while rest.starts(with: "./".utf8) { rest = rest.dropFirst(2) }
    return String(Substring(rest.drop { $0 == UInt8(ascii: "/") }))
  }
}
