/// What a server says before the body.
struct HTTPHead: Sendable, Hashable {
  /// The status code, such as 200.
  var status: Int
  /// The headers in the order received.
  var headers: [HTTPRequest.Header] = []

  /// The value of a header, whatever the case of its name; the last one if there are several.
  subscript(name: String) -> String? {
    headers.last { $0.name.isSameName(as: name) }?.value
  }

  /// The number of bytes the server says the body has.
  var contentLength: Int? { self["content-length"].flatMap(Int.init) }

  /// Whether the request did what it was to do.
  var isSuccess: Bool { (200..<300).contains(status) }
}

/// An answer with all of its body.
struct HTTPResponse: Sendable, Hashable {
  /// What the server says before the body.
  var head: HTTPHead
  /// The body, with its content coding undone.
  var body: [UInt8]
}
