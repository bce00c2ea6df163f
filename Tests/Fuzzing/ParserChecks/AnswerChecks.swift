import Formats

@testable import ObjectStorage
@testable import RegistryConformance

extension ParserCheck {
  /// What servers answer, and what clients ask the server of the conformance suite.
  static let answers = [
    ParserCheck("http-head", head),
    ParserCheck("s3-listing", page),
    ParserCheck("s3-error", error),
    ParserCheck("http-request", request),
  ]

  @Sendable private static func head(_ bytes: [UInt8]) -> String? {
    var parser = HeadParser()
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      guard case .complete(let head) = parser.take(Array(line) + [0x0A]) else { continue }
      if head.status < 200 { return "status \(head.status)" }
      if let range = ContentRange(of: head), range.start < 0 { return "range \(range)" }
      let wait = RetryPolicy.seconds(of: head["retry-after"], now: 1_700_000_000)
      if let wait, wait < 0 || !wait.isFinite { return "a wait of \(wait)" }
      let policy = RetryPolicy()
      if let next = policy.wait(after: 1, elapsed: 0, retryAfter: wait), next > 181 {
        return "a wait of \(next) s"
      }
      _ = policy.remark(after: 2, retryAfter: wait)
      _ = head.details
      _ = head.contentLength
      _ = ContentCoding(head["content-encoding"])?.isKnown
      _ = head["last-modified"].flatMap { Instant(httpDate: $0) }
      return nil
    }
    return nil
  }

  /// A page of a bucket has no negative size, and is said to be whole or not.
  @Sendable private static func page(_ bytes: [UInt8]) -> String? {
    guard let root = try? XMLParser.parse(bytes), let page = try? S3ListingPage(root) else {
      return nil
    }
    if page.objects.contains(where: { $0.size < 0 }) { return "a negative size" }
    _ = ListingContradiction(page, in: root, bucket: "b", prefix: "").words
    _ = page.last
    return nil
  }

  @Sendable private static func error(_ bytes: [UInt8]) -> String? {
    let error = S3Error(
      HTTPResponse(head: HTTPHead(status: 400 + bytes.count % 200), body: bytes), address: "s3://b/"
    )
    _ = error.cause
    return error.description.isEmpty ? "no words" : nil
  }

  @Sendable private static func request(_ bytes: [UInt8]) -> String? {
    guard let request = LoopbackRequest(bytes) else { return nil }
    return request.bucket.contains("/") && !bytes.contains(UInt8(ascii: "%"))
      ? "the bucket \(request.bucket)" : nil
  }
}
