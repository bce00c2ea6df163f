/// The head of a response: status and headers.
struct HTTPHead: Sendable, Hashable {
  /// The status code, such as 200.
  var status: Int
  /// The headers in the order received.
  var headers: [HTTPRequest.Header] = []
  /// Whether the protocol tells where a body ends, as HTTP/2 does.
  var isFramed = false

  /// The value of a header, the last if there are several; the case of its name does not matter.
  subscript(name: String) -> String? {
    headers.last { $0.name.isSameName(as: name) }?.value
  }

  /// What the server states about an object beside its size, by header in lower case.
  var details: [String: String] {
    let named = headers.map { (name: $0.name.lowercased(), value: $0.value) }.filter {
      $0.name.hasPrefix("x-amz-") || ["digest", "repr-digest", "content-md5"].contains($0.name)
    }
    return Dictionary(named.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
  }

  /// The size of the body that the server announces, in bytes.
  var contentLength: Int? {
    // A transfer coding tells where the body ends, whatever the length says (RFC 9112 §6.3).
    guard self["transfer-encoding"] == nil, contentLengths.count == 1 else { return nil }
    return Int(contentLengths[0])
  }

  /// Whether the body ends where the connection does, so that a truncated body looks complete.
  var endsWithConnection: Bool {
    !isFramed && self["transfer-encoding"] == nil && contentLengths.isEmpty
  }

  /// The different sizes of the body that the server announces; several contradict each other.
  var contentLengths: [String] {
    headers.filter { $0.name.isSameName(as: "content-length") }.reduce(into: []) {
      lengths, header in
      for part in header.value.split(separator: ",") {
        let length = part.filter { $0 != " " }
        if !lengths.contains(length) { lengths.append(length) }
      }
    }
  }

  /// The metadata of the object.
  ///
  /// - Parameter size: Its size in bytes; nil if it is not known.
  /// - Returns: The metadata.
  func info(size: Int?) -> ObjectInfo {
    var info = ObjectInfo(
      size: size ?? 0, etag: self["etag"], lastModified: self["last-modified"],
      contentType: self["content-type"], contentEncoding: self["content-encoding"])
    info.isSizeKnown = size != nil
    return info
  }

  /// Whether the status says that the file, or a part of it, follows.
  ///
  /// 202 is a server's or a firewall's "not yet", often with a web page; 204 and 205 have no body.
  var hasFile: Bool { [200, 203, 206].contains(status) }

  /// Whether the request succeeded.
  var isSuccess: Bool { (200..<300).contains(status) }
}

/// A response with all of its body.
struct HTTPResponse: Sendable, Hashable {
  /// The head of the response.
  var head: HTTPHead
  /// The body, with its content coding removed.
  var body: [UInt8]
}
