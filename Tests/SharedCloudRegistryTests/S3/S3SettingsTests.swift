import Testing

@testable import SharedCloudRegistry

@Suite("Settings of S3, from the environment and the files of Amazon's tools")
struct S3SettingsTests {
  static let files = [
    "/home/u/.aws/credentials": """
    # who I am
    [default]
    aws_access_key_id = DEFAULTKEY
    aws_secret_access_key=default/secret+with=signs
    [work]
    aws_access_key_id = WORKKEY ; a comment
    aws_secret_access_key = worksecret#no comment
    aws_session_token = token
    [half]
    aws_access_key_id = HALF
    """,
    "/home/u/.aws/config": """
    [default]
    region = eu-west-1
    s3 =
      max_concurrent_requests = 20
    [profile work]
    region = us-west-2
    endpoint_url = http://127.0.0.1:9000
    [profile keyless]
    region = ap-south-1
    """,
    "/elsewhere": "[default]\naws_access_key_id=E\naws_secret_access_key=S\n",
  ]

  /// An environment and the expected settings.
  struct Case: CustomTestStringConvertible, Sendable {
    var environment: [String: String] = [:]
    var profile: String?
    var key: String?
    var secret: String?
    var token: String?
    var region: String?
    var endpoint: String?
    var testDescription: String { "\(environment) \(profile ?? "")" }
  }

  static let cases = [
    Case(key: "DEFAULTKEY", secret: "default/secret+with=signs", region: "eu-west-1"),
    Case(
      environment: ["AWS_PROFILE": "work"], key: "WORKKEY", secret: "worksecret#no comment",
      token: "token", region: "us-west-2", endpoint: "http://127.0.0.1:9000"),
    Case(
      environment: [
        "AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "envsecret", "AWS_REGION": "sa-east-1",
        "AWS_DEFAULT_REGION": "us-east-2",
      ], key: "ENV", secret: "envsecret", region: "sa-east-1"),
    Case(
      environment: ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "envsecret"],
      profile: "work", key: "WORKKEY", secret: "worksecret#no comment", token: "token",
      region: "us-west-2", endpoint: "http://127.0.0.1:9000"),
    Case(profile: "keyless", region: "ap-south-1"),
    Case(
      environment: [
        "AWS_SHARED_CREDENTIALS_FILE": "/elsewhere", "AWS_ENDPOINT_URL": "http://a",
        "AWS_ENDPOINT_URL_S3": "http://b",
      ], key: "E", secret: "S", region: "eu-west-1", endpoint: "http://b"),
    Case(
      environment: ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""], key: "DEFAULTKEY",
      secret: "default/secret+with=signs", region: "eu-west-1"),
  ]

  private func settings(_ environment: [String: String], _ profile: String?) throws -> S3Settings {
    let all = environment.merging(["HOME": "/home/u"]) { own, _ in own }
    return try S3Settings(
      profile: profile, environment: { all[$0] }, file: { Self.files[$0] })
  }

  @Test("are taken from the first place that sets them", arguments: cases)
  func found(_ example: Case) throws {
    let settings = try settings(example.environment, example.profile)
    #expect(settings.credentials?.accessKeyID == example.key)
    #expect(settings.credentials?.secretAccessKey == example.secret)
    #expect(settings.credentials?.sessionToken == example.token)
    #expect(settings.region == example.region)
    #expect(settings.endpointURL == example.endpoint)
  }

  @Test(
    "half of a key, or a missing profile, is an error",
    arguments: [
      (["AWS_PROFILE": "half"], "aws_access_key_id without aws_secret_access_key"),
      (["AWS_ACCESS_KEY_ID": "x"], "AWS_ACCESS_KEY_ID without AWS_SECRET_ACCESS_KEY"),
      (["AWS_SECRET_ACCESS_KEY": "x"], "AWS_SECRET_ACCESS_KEY without AWS_ACCESS_KEY_ID"),
      (["AWS_PROFILE": "nobody"], "there is no profile nobody"),
    ])
  func wrong(environment: [String: String], message: String) {
    let error = #expect(throws: StoreError.self) { try settings(environment, nil) }
    #expect(error?.detail.contains(message) == true)
    #expect(error?.code == .badCredentials)
  }

  @Test func `are empty on a machine without settings`() throws {
    let settings = try S3Settings(environment: { _ in nil }, file: { _ in nil })
    #expect(settings.credentials == nil)
    #expect(settings.region == nil)
  }
}

@Suite("Endpoints of S3")
struct S3EndpointTests {
  @Test func `Amazon's has the bucket in its host name if the certificate allows it`() {
    let own = S3Endpoint(region: "us-west-2")
    #expect(own.place(of: "helio-public").host == "helio-public.s3.us-west-2.amazonaws.com")
    #expect(own.place(of: "helio-public").path == "/")
    for bucket in ["has.points", "Capital", "a", "under_score", String(repeating: "a", count: 64)] {
      #expect(own.place(of: bucket).host == "s3.us-west-2.amazonaws.com")
      #expect(own.place(of: bucket).path == "/\(bucket)/")
    }
  }

  @Test func `others have the bucket in the path, unless set otherwise`() throws {
    var other = try #require(S3Endpoint(url: "http://127.0.0.1:9000/"))
    #expect(other.place(of: "b") == ("127.0.0.1:9000", "/b/"))
    other.style = .virtualHosted
    #expect(other.place(of: "b") == ("b.127.0.0.1:9000", "/"))
  }

  @Test(
    "are refused if they are not servers",
    arguments: ["", "127.0.0.1", "ftp://h", "http://h/path", "http://user@h", "file:///etc"])
  func refused(url: String) { #expect(S3Endpoint(url: url) == nil) }
}

@Suite("Retries and waits")
struct RetryPolicyTests {
  @Test func `waits grow with full jitter, and are limited`() {
    let policy = RetryPolicy()
    #expect(policy.wait(after: 1, elapsed: 0, random: 1) == 0.2)
    #expect(policy.wait(after: 4, elapsed: 0, random: 1) == 1.6)
    #expect(policy.wait(after: 4, elapsed: 0, random: 0) == 0)
    #expect(policy.wait(after: 5, elapsed: 0) == nil)
    #expect(policy.wait(after: 1, elapsed: 121) == nil)
    var patient = RetryPolicy()
    patient.tries = 100
    #expect(patient.wait(after: 99, elapsed: 0, random: 1) == 20)
  }

  @Test func `the wait that the server requests is respected within limits`() throws {
    let policy = RetryPolicy()
    let wait = try #require(policy.wait(after: 1, elapsed: 0, retryAfter: 3, random: 0))
    #expect(wait == 3)
    #expect(policy.wait(after: 1, elapsed: 0, retryAfter: 3600) == nil)
    #expect(policy.wait(after: 1, elapsed: 118, retryAfter: 5) == nil)
  }

  @Test(
    "Retry-After is read if it gives seconds",
    arguments: [("3", 3.0), (" 10 ", 10.0), ("-1", nil), ("Wed, 21 Oct 2026", nil), (nil, nil)]
      as [(String?, Double?)])
  func header(text: String?, seconds: Double?) {
    #expect(RetryPolicy.seconds(of: text, now: 0) == seconds)
  }
}
