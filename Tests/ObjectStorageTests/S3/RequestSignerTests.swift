import Formats
import Foundation
import Testing

@testable import ObjectStorage

/// One of the vectors that AWS publishes for Signature Version 4: a folder of text files.
struct SigningVector: CustomTestStringConvertible {
  var name: String
  private var folder: URL

  var testDescription: String { name }

  /// The folder with the vectors.
  private static let vectors = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/aws-sigv4/v4")

  /// Vectors without path normalization, like S3.
  static let all: [SigningVector] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: vectors.path())) ?? []
    return names.sorted().map { SigningVector(name: $0, folder: vectors.appending(path: $0)) }
  }()

  func text(_ file: String) throws -> String {
    try String(contentsOf: folder.appending(path: file), encoding: .utf8)
  }

  /// The settings.
  struct Context: Decodable {
    struct Credentials: Decodable {
      var accessKeyId: String
      var secretAccessKey: String
      var token: String?
    }
    var credentials: Credentials
    var region: String
    var service: String
    var signBody: Bool
    var timestamp: String
    var omitSessionToken: Bool?
  }

  func context() throws -> Context {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Context.self, from: Data(text("context.json").utf8))
  }

  /// The request, read from the text of an HTTP message.
  func request() throws -> HTTPRequest {
    let message = try text("request.txt")
    let parts = message.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
    let lines = parts[0].split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let words = lines[0].dropLast(" HTTP/1.1".count).split(separator: " ", maxSplits: 1)
    let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var request = HTTPRequest(
      try #require(HTTPRequest.Method(rawValue: String(words[0]))), host: "",
      path: String(target[0]))
    for item in target.dropFirst().joined().split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      request.query.append(
        .init(
          name: try #require(PercentEncoding.decode(pair[0])),
          value: pair.count > 1 ? try #require(PercentEncoding.decode(pair[1])) : ""))
    }
    for line in lines.dropFirst() where !line.isEmpty {
      if line.hasPrefix(" ") {
        request.headers[request.headers.count - 1].value += "\n" + line
        continue
      }
      let pair = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      if pair[0] == "Host" {
        request.host = String(pair[1])
      } else {
        request.headers.append(.init(name: String(pair[0]), value: String(pair[1])))
      }
    }
    request.body = parts.count > 1 ? Array(parts[1].utf8) : []
    return request
  }
}

@Suite("Signature Version 4")
struct RequestSignerTests {
  @Test func `there are vectors`() { #expect(SigningVector.all.count == 31) }

  @Test("signs like AWS's published vectors", arguments: SigningVector.all)
  func vector(_ vector: SigningVector) throws {
    let context = try vector.context()
    let token = context.omitSessionToken == true ? nil : context.credentials.token
    var signer = RequestSigner(
      credentials: S3Credentials(
        accessKeyID: context.credentials.accessKeyId,
        secretAccessKey: context.credentials.secretAccessKey, sessionToken: token),
      region: context.region)
    signer.service = context.service
    signer.sendsBodyChecksum = context.signBody
    var request = try vector.request()
    let time = try #require(Instant(iso8601: context.timestamp))
    let steps = signer.sign(&request, at: time)
    #expect(try steps.canonicalRequest == vector.text("header-canonical-request.txt"))
    #expect(try steps.stringToSign == vector.text("header-string-to-sign.txt"))
    #expect(try steps.signature == vector.text("header-signature.txt"))
  }

  /// An example of the S3 documentation.
  struct Example: CustomTestStringConvertible, Sendable {
    var path: String
    var query: [HTTPRequest.QueryItem] = []
    var headers: [HTTPRequest.Header] = []
    var body = ""
    var method = HTTPRequest.Method.get
    var signature: String
    var testDescription: String { "\(method.rawValue) \(path) \(query.map(\.name))" }
  }

  static let examples = [
    Example(
      path: "/test.txt", headers: [.init(name: "Range", value: "bytes=0-9")],
      signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
    Example(
      path: "/", query: [.init(name: "lifecycle", value: "")],
      signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
    Example(
      path: "/",
      query: [.init(name: "prefix", value: "J"), .init(name: "max-keys", value: "2")],
      signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    Example(
      path: "/test$file.text",
      headers: [
        .init(name: "Date", value: "Fri, 24 May 2013 00:00:00 GMT"),
        .init(name: "x-amz-storage-class", value: "REDUCED_REDUNDANCY"),
      ], body: "Welcome to Amazon S3.", method: .put,
      signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
  ]

  @Test("signs like the examples of the S3 documentation", arguments: examples)
  func example(_ example: Example) throws {
    let signer = RequestSigner(
      credentials: S3Credentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), region: "us-east-1")
    var request = HTTPRequest(
      example.method, host: "examplebucket.s3.amazonaws.com", path: example.path)
    request.query = example.query
    request.headers = example.headers
    request.body = Array(example.body.utf8)
    let time = try #require(Instant(iso8601: "2013-05-24T00:00:00Z"))
    #expect(signer.sign(&request, at: time).signature == example.signature)
    #expect(request[header: "authorization"]?.hasSuffix(example.signature) == true)
  }

  @Test func `credentials don't show their secret`() {
    let credentials = S3Credentials(
      accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret", sessionToken: "token")
    #expect("\(credentials)" == "credentials AKIA…")
  }
}
