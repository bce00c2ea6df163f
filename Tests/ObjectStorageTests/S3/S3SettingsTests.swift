import Files
import TestSupport
import Testing

@testable import ObjectStorage

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
    [empty-secret]
    aws_access_key_id = HALF
    aws_secret_access_key =
    [unfilled]
    aws_access_key_id =
    aws_secret_access_key =
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
    Case(profile: "keyless", region: "ap-south-1"), Case(profile: "unfilled"),
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
    "are read as Amazon's tools read them",
    arguments: [
      "[default]\naws_access_key_id: K\naws_secret_access_key: S=:\n",
      "[default]\r\n  aws_access_key_id = K\r\n  aws_secret_access_key = S=:\r\n",
      "[profile default]\naws_access_key_id=K\naws_secret_access_key=S=:\n",
      "[default]\naws_access_key_id=K\n  and more\naws_secret_access_key=S=:\n",
    ])
  func forms(_ text: String) throws {
    let settings = try S3Settings(
      environment: { _ in nil }, file: { $0.hasSuffix("credentials") ? text : nil })
    #expect(settings.credentials?.accessKeyID == "K")
    #expect(settings.credentials?.secretAccessKey == "S=:")
  }

  @Test(
    "a line that can't be read is no request without credentials",
    arguments: [
      ("[default]\naws_access_key_id K\naws_secret_access_key S\n", 2),
      ("aws_access_key_id = K\naws_secret_access_key = S\n", 1),
      ("# mine\n\n{\"AccessKeyId\": \"K\"}\n", 3),
    ])
  func unread(_ text: String, line: Int) throws {
    let settings = try S3Settings(
      environment: { _ in nil }, file: { $0.hasSuffix("credentials") ? text : nil })
    #expect(settings.credentials == nil)
    #expect(settings.refusal?.detail == "line \(line) is not a section, setting or comment")
  }

  @Test(
    "half of a key, or a missing profile, is an error",
    arguments: [
      (["AWS_PROFILE": "half"], "aws_access_key_id without aws_secret_access_key"),
      (["AWS_PROFILE": "empty-secret"], "aws_access_key_id without aws_secret_access_key"),
      (["AWS_ACCESS_KEY_ID": "x"], "AWS_ACCESS_KEY_ID without AWS_SECRET_ACCESS_KEY"),
      (["AWS_SECRET_ACCESS_KEY": "x"], "AWS_SECRET_ACCESS_KEY without AWS_ACCESS_KEY_ID"),
      (["AWS_PROFILE": "nobody"], "there is no profile nobody"),
    ])
  func wrong(environment: [String: String], message: String) {
    let error = #expect(throws: StoreError.self) { try settings(environment, nil) }
    #expect(error?.detail.contains(message) == true)
    #expect(error?.code == .badCredentials)
  }

  @Test func `a file that can't be read is no missing one`() throws {
    let unreadable: (String) throws(StoreError) -> String? = { path throws(StoreError) in
      guard path.hasSuffix("credentials") else { return nil }
      throw StoreError(.badCredentials, address: path, detail: "Permission denied")
    }
    let settings = try S3Settings(environment: { _ in nil }, file: unreadable)
    #expect(settings.credentials == nil)
    #expect(settings.refusal?.detail == "Permission denied")
    let error = #expect(throws: StoreError.self) {
      try S3Settings(profile: "work", environment: { _ in nil }, file: unreadable)
    }
    #expect(error?.detail == "Permission denied")
    let keys = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s"]
    #expect(try S3Settings(environment: { keys[$0] }, file: unreadable).refusal == nil)
  }

  private func settings(
    _ config: String, credentials: String = "", profile: String? = nil,
    _ variables: [String: String] = [:]
  ) throws -> S3Settings {
    try S3Settings(profile: profile) {
      variables[$0]
    } file: {
      $0.hasSuffix("credentials") ? credentials : config
    }
  }

  /// Settings whose credentials scregistry does not get, and a word of the refusal.
  static let refused: [(config: String, credentials: String, word: String)] = [
    ("[default]\nrole_arn=a\nsource_profile=b\n", "[b]\naws_access_key_id=A\n", "role_arn"),
    ("[default]\nrole_arn=a\n", "[default]\naws_access_key_id=A\naws_secret_access_key=s", "role"),
    ("[default]\nrole_arn=a\nweb_identity_token_file=/t\n", "", "web identity"),
    ("[default]\nsso_session=my\n", "", "SSO"), ("[default]\nsso_start_url=u\n", "", "SSO"),
    ("[default]\ncredential_process=/bin/x\n", "", "credential_process"),
  ]

  @Test("of other sources are refused by name, never anonymous", arguments: refused.indices)
  func otherSources(_ number: Int) throws {
    let example = Self.refused[number]
    let found = try settings(example.config, credentials: example.credentials)
    #expect(found.credentials == nil)
    #expect(found.refusal?.detail.contains(example.word) == true)
    #expect(found.refusal?.detail.contains("aws configure export-credentials") == true)
    let keys = ["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s"]
    let own = try settings(example.config, credentials: example.credentials, keys)
    #expect(own.refusal == nil && own.credentials?.accessKeyID == "K")
  }

  @Test func `by web identity of the environment are refused by name`() throws {
    let variables = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "a"]
    #expect(try settings("", variables).refusal?.detail.contains("web identity") == true)
  }

  @Test(
    "of profiles are found in any spelling of the section",
    arguments: ["[profile \"my prof\"]", "[profile my prof]", "[profile\t'my prof']", "[my prof]"])
  func spellings(_ section: String) throws {
    let text = "\u{FEFF}\(section)\naws_access_key_id=A\naws_secret_access_key=s\n"
    #expect(try settings(text, profile: "my prof").credentials?.accessKeyID == "A")
  }

  @Test func `name the server in a section of services, unless this is turned off`() throws {
    let text = """
      [default]
      services = own
      use_fips_endpoint = true
      s3 =
        addressing_style = path
      [services own]
      dynamodb =
        endpoint_url = http://wrong
      s3 =
        endpoint_url = http://right:9000
      """
    let found = try settings(text)
    #expect(found.endpointURL == "http://right:9000")
    #expect(found.usesFIPS && !found.usesDualStack && found.style == .path)
    let off = try settings(text, ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"])
    #expect(off.endpointURL == nil)
    let own = try settings(
      text, ["AWS_ENDPOINT_URL": "http://env", "AWS_USE_DUALSTACK_ENDPOINT": "true"])
    #expect(own.endpointURL == "http://env" && own.usesDualStack)
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

  /// Regions, settings of the environment, and the host that is asked for.
  static let hosts: [(region: String, isFIPS: Bool, isDualStack: Bool, host: String)] = [
    ("cn-north-1", false, false, "b-b.s3.cn-north-1.amazonaws.com.cn"),
    ("us-gov-west-1", true, false, "b-b.s3-fips.us-gov-west-1.amazonaws.com"),
    ("eu-west-1", false, true, "b-b.s3.dualstack.eu-west-1.amazonaws.com"),
    ("us-east-2", true, true, "b-b.s3-fips.dualstack.us-east-2.amazonaws.com"),
    ("us-iso-east-1", false, false, "b-b.s3.us-iso-east-1.c2s.ic.gov"),
    ("us-isob-east-1", false, false, "b-b.s3.us-isob-east-1.sc2s.sgov.gov"),
  ]

  @Test("of Amazon's partitions and networks have their own hosts", arguments: hosts.indices)
  func partitions(_ number: Int) {
    let example = Self.hosts[number]
    var endpoint = S3Endpoint(region: example.region)
    endpoint.usesFIPS = example.isFIPS
    endpoint.usesDualStack = example.isDualStack
    #expect(endpoint.place(of: "b-b").host == example.host)
  }

  @Test func `names that need other servers are refused by what they are`() {
    for name in ["arn:aws:s3:us-west-2:1:accesspoint", "b--usw2-az1--x-s3", "o--ol-s3", "m.mrap"] {
      #expect(BucketKind(name, isAmazon: true) != .usual)
    }
    #expect(BucketKind("b--usw2-az1--x-s3", isAmazon: false) == .usual)
    #expect(BucketKind("my-ap-hrz-s3alias", isAmazon: true) == .usual)
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
    #expect(policy.wait(after: 1, elapsed: 181) == nil)
    var patient = RetryPolicy()
    patient.tries = 100
    #expect(patient.wait(after: 99, elapsed: 0, random: 1) == 20)
  }

  @Test func `the wait that the server requests is respected within limits`() throws {
    let policy = RetryPolicy()
    let wait = try #require(policy.wait(after: 1, elapsed: 0, retryAfter: 3, random: 0))
    #expect(wait == 3)
    #expect(policy.wait(after: 1, elapsed: 0, retryAfter: 3600) == nil)
    #expect(policy.wait(after: 1, elapsed: 178, retryAfter: 5) == nil)
    #expect(policy.wait(after: 1, elapsed: 0, retryAfter: 120, random: 0) == 120)
    #expect(policy.remark(after: 1, retryAfter: 3600).contains("3600 seconds"))
  }

  @Test func `a busy server gets more time than a broken one, within the deadline`() {
    var policy = RetryPolicy()
    #expect(policy.wait(after: 11, elapsed: 60, cause: .throttling, random: 1) == 20)
    #expect(policy.wait(after: 12, elapsed: 60, cause: .throttling) == nil)
    // Full jitter may draw short waits, but not so many that a burst of 5 s is not survived.
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let total = (1..<12).reduce(0.0) { sum, tried in
        let random = Double.random(in: 0...1, using: &generator)
        return sum
          + (policy.wait(after: tried, elapsed: 0, cause: .throttling, random: random) ?? 0)
      }
      #expect(total > 5)
    }
    policy.tries = 1
    #expect(policy.wait(after: 1, elapsed: 0, cause: .throttling) == nil)
    policy.tries = 100
    policy.deadline = SteadyClock.seconds + 1
    #expect(policy.wait(after: 1, elapsed: 0, retryAfter: 2) == nil)
    policy.deadline = SteadyClock.seconds - 1
    #expect(policy.wait(after: 1, elapsed: 0, random: 0) == nil)
  }

  @Test(
    "Retry-After is read: seconds or a date",
    arguments: [
      ("3", 3.0), (" 10 ", 10.0), ("-1", nil), ("Wed, 21 Oct 2026", nil), (nil, nil),
      ("Thu, 01 Jan 1970 00:01:30 GMT", 80), ("Thu, 1 Jan 1970 00:00:02 GMT", 0),
    ]
      as [(String?, Double?)])
  func header(text: String?, seconds: Double?) {
    #expect(RetryPolicy.seconds(of: text, now: 10) == seconds)
  }
}
