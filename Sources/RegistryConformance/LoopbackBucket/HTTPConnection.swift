internal import Files
internal import Glibc

/// A request to the server.
struct LoopbackRequest: Sendable {
  /// The method.
  var method: String
  /// The name of the bucket.
  var bucket: String
  /// The key; empty for the bucket itself.
  var key: String
  /// The query after the question mark, decoded.
  var query: [String: String]
  /// The header fields, by their names in lowercase.
  var fields: [String: String]

  /// Whether to keep the connection.
  var keepsAlive: Bool { fields["connection"]?.lowercased() != "close" }

  /// Reads the head of a request; nil if it is malformed.
  init?(_ head: [UInt8]) {
    let lines = String(decoding: head, as: UTF8.self)
      .split(separator: "\r\n", omittingEmptySubsequences: true)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3, words[2].hasPrefix("HTTP/1."), words[1].hasPrefix("/") else {
      return nil
    }
    method = String(words[0])
    let parts = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].dropFirst()
    let slash = path.firstIndex(of: "/") ?? path.endIndex
    bucket = Self.decoded(path[..<slash])
    key = Self.decoded(path[slash...].dropFirst())
    query = [:]
    for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      query[Self.decoded(halves[0])] = halves.count > 1 ? Self.decoded(halves[1]) : ""
    }
    fields = [:]
    for line in lines.dropFirst() {
      let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2 else { continue }
      fields[halves[0].lowercased()] = String(halves[1].drop { $0 == " " })
    }
  }

  /// A percent-decoded string.
  static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        bytes.append(byte)
        continue
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// An answer of the server.
struct LoopbackAnswer: Sendable {
  /// The status.
  var status: Int
  /// More header fields.
  var fields: [(String, String)] = []
  /// The content.
  var body: [UInt8] = []

  /// An error as S3 describes it.
  static func error(_ status: Int, code: String, message: String) -> LoopbackAnswer {
    let text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(code)</Code>"
      + "<Message>\(message)</Message></Error>"
    return LoopbackAnswer(
      status: status, fields: [("Content-Type", "application/xml")], body: Array(text.utf8))
  }
}

/// A connection, on which requests follow one another.
struct HTTPConnection {
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  /// The maximum length of the head of a request, in bytes.
  private static let headLimit = 64 << 10

  init(descriptor: Int32) {
    self.descriptor = descriptor
    POSIX.limitWaiting(of: descriptor, seconds: 30)
  }

  /// Waits for the next request; nil if there is no request, or it is malformed.
  mutating func next() -> LoopbackRequest? {
    while true {
      if let end = headEnd {
        let head = Array(buffer[..<end])
        buffer.removeFirst(end)
        guard let request = LoopbackRequest(head), skipBody(of: request) else { return nil }
        return request
      }
      guard buffer.count < Self.headLimit, fill() else { return nil }
    }
  }

  /// Where the head ends, including the empty line after it.
  private var headEnd: Int? {
    guard buffer.count >= 4 else { return nil }
    for index in 0...(buffer.count - 4)
    where buffer[index] == 0x0D && buffer[index..<index + 4].elementsEqual([13, 10, 13, 10]) {
      return index + 4
    }
    return nil
  }

  private mutating func fill() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = POSIX.read(descriptor, into: &bytes)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      buffer += bytes[..<count]
      return true
    }
  }

  /// Reads the body of a request and drops it; false if it is too large.
  private mutating func skipBody(of request: LoopbackRequest) -> Bool {
    guard request.fields["transfer-encoding"] == nil else { return false }
    guard let text = request.fields["content-length"] else { return true }
    guard let length = Int(text), (0...1 << 20).contains(length) else { return false }
    while buffer.count < length { guard fill() else { return false } }
    buffer.removeFirst(length)
    return true
  }

  /// Sends an answer.
  ///
  /// - Returns: Whether the connection can continue.
  func send(_ answer: LoopbackAnswer, to request: LoopbackRequest) -> Bool {
    var head = "HTTP/1.1 \(answer.status) \(Self.reason(answer.status))\r\n"
    head += "Server: scregistry\r\nx-amz-request-id: 0\r\n"
    for (name, value) in answer.fields { head += "\(name): \(value)\r\n" }
    let hasLength = answer.fields.contains { $0.0 == "Content-Length" }
    if !hasLength { head += "Content-Length: \(answer.body.count)\r\n" }
    head += "Connection: \(request.keepsAlive ? "keep-alive" : "close")\r\n\r\n"
    let hasBody = request.method != "HEAD" && answer.status != 304
    return sendAll(Array(head.utf8) + (hasBody ? answer.body : [])) && request.keepsAlive
  }

  private func sendAll(_ bytes: [UInt8]) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = POSIX.send(bytes.span.extracting(start..<bytes.count), to: descriptor)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      start += count
    }
    return true
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 206: "Partial Content"
    case 304: "Not Modified"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 412: "Precondition Failed"
    case 416: "Range Not Satisfiable"
    default: "Bad Request"
    }
  }
}
