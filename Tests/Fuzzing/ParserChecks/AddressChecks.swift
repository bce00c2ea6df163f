import Formats

@testable import ObjectStorage
@testable import SharedCloudRegistry

extension ParserCheck {
  /// Addresses, URLs, hosts, and text from elsewhere that people see.
  static let addresses = [
    ParserCheck("address", address),
    ParserCheck("url", url),
    ParserCheck("host", host),
    ParserCheck("percent", percent),
    ParserCheck("harmless-text", harmless),
  ]

  /// An address reads alike after it is written, and is in its own bucket.
  @Sendable private static func address(_ bytes: [UInt8]) -> String? {
    let (first, second) = Input.halves(bytes)
    _ = IndexFileName(second)
    guard let address = ObjectAddress(first) else { return nil }
    if ObjectAddress(address.description) != address { return "\(address) reads differently" }
    if address.hasUnsafeKey != ObjectAddress.isUnsafe(key: address.key) { return "unsafe key" }
    if address.leadsOut && !address.hasUnsafeKey { return "\(address) leads out, but is safe" }
    let bucket = BucketIdentity(address)
    if bucket != BucketIdentity(address.description) { return "another bucket than its own" }
    guard case .known(true, _) = bucket.isSame(as: bucket) else { return "not its own bucket" }
    guard let other = BucketIdentity(second) else { return nil }
    return answer(bucket.isSame(as: other)) == answer(other.isSame(as: bucket))
      ? nil : "\(first) and \(second) are the same bucket in one direction"
  }

  private static func answer(_ known: Known<Bool>) -> Bool? {
    if case .known(let value, _) = known { value } else { nil }
  }

  /// What a page refers to is a web address of the same kind, without `.` and `..`.
  @Sendable private static func url(_ bytes: [UInt8]) -> String? {
    let (first, second) = Input.halves(bytes)
    guard let page = WebAddress(first) else { return nil }
    if WebAddress(page.description) != page { return "\(page) reads differently" }
    guard let target = page.resolve(second) else { return nil }
    if WebAddress(target.description) != target { return "\(target) reads differently" }
    guard ["http", "https"].contains(target.scheme) else { return "scheme \(target.scheme)" }
    if target.host.contains("@") || target.host.isEmpty { return "host \(target.host)" }
    let isRelative = WebAddress(second) == nil && !second.hasPrefix("//")
    let isMoved = isRelative && !second.isEmpty && !second.hasPrefix("?") && !second.hasPrefix("#")
    if isMoved, target.path.split(separator: "/").contains(where: { $0 == ".." || $0 == "." }) {
      return "\(second) on \(page) leads to \(target)"
    }
    let head = HTTPHead(status: 302, headers: [.init(name: "Location", value: second)])
    var redirects = Redirects()
    guard let next = try? redirects.next(after: head, to: HTTPRequest(.get, page)) else {
      return nil
    }
    return page.scheme == "https" && !next.url.hasPrefix("https:")
      ? "a redirect from https to \(next.url)" : nil
  }

  /// Hosts are split the same way once they are written.
  @Sendable private static func host(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = AmazonHost(text)
    if let literal = NetworkAddress(literal: text) {
      guard literal.bytes.count == 4 || literal.bytes.count == 16 else { return "odd address" }
      guard NetworkAddress(literal: literal.text) == literal else {
        return "\(literal.text) reads differently"
      }
    }
    guard let origin = Origin(scheme: "https", authority: text) else { return nil }
    _ = origin.isPlainlyLocal
    _ = origin.isLoopback
    guard let copy = Origin(scheme: "https", authority: "\(origin.host):\(origin.port)") else {
      return "\(origin) can't be read"
    }
    return copy == origin ? nil : "\(origin) became \(copy)"
  }

  /// Text that is encoded decodes to itself, and needs no more encoding.
  @Sendable private static func percent(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    if PercentEncoding.decode(PercentEncoding.encode(text)) != text { return "it is changed" }
    if PercentEncoding.decode(PercentEncoding.encode(path: text)) != text { return "a path" }
    let loose = PercentEncoding.encode(loosePath: text)
    if PercentEncoding.encode(loosePath: loose) != loose { return "\(loose) changes" }
    guard let decoded = PercentEncoding.decode(text) else { return nil }
    return PercentEncoding.decode(PercentEncoding.encode(decoded)) == decoded ? nil : "decoded"
  }

  /// No harmful character remains, and secrets are removed in the first pass.
  @Sendable private static func harmless(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    let safe = HarmlessText.of(text)
    if safe.unicodeScalars.contains(where: isHarmful) { return "\(safe.debugDescription)" }
    let redacted = Redaction.of(text)
    if Redaction.of(redacted) != redacted { return "\(redacted.debugDescription) has a secret" }
    var appended: [UInt8] = []
    HarmlessText.append(Array(text.utf8)[...], to: &appended)
    return appended == Array(safe.utf8) ? nil : "appended, it is \(appended)"
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0x202E
  }
}
