import Testing

@testable import Formats

@Suite("Secrets in text")
struct RedactionTests {
  @Test(
    "are removed",
    arguments: [
      ("https://user:pass@host/x", "https://***@host/x"),
      ("get http://u:p%40@h:8/ and ftp://a@b", "get http://***@h:8/ and ftp://***@b"),
      (
        "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=A&X-Amz-Credential=AK%2F1&X-Amz-Date=d"
          + "&X-Amz-Security-Token=t%3D&x-amz-signature=abc",
        "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=A&X-Amz-Credential=***&X-Amz-Date=d"
          + "&X-Amz-Security-Token=***&x-amz-signature=***"
      ),
      ("u?sig=a%2Bb&se=2020", "u?sig=***&se=2020"),
      (
        "https://b/k?X-Amz-Credential=AK%2F1: HTTP status 403",
        "https://b/k?X-Amz-Credential=***: HTTP status 403"
      ),
      ("u?AWSAccessKeyId=A&Signature=b%3D#f", "u?AWSAccessKeyId=***&Signature=***#f"),
      ("\"u?token=abc\", more", "\"u?token=***\", more"),
      (
        "Authorization: AWS4-HMAC-SHA256 Credential=A/b, Signature=c\nnext",
        "Authorization: ***\nnext"
      ),
      ("authorization: Bearer xyz", "authorization: ***"),
      ("Credential=AK/20200101/r/s3/aws4_request, Signature=00ff", "Credential=***, Signature=***"),
    ])
  func removed(_ text: String, _ expected: String) {
    #expect(Redaction.of(text) == expected)
    #expect(Redaction.of(expected) == expected)
    #expect(HarmlessText.of(text) == HarmlessText.of(expected))
  }

  @Test(
    "are removed from hosts in messages on wrong usage",
    arguments: [
      ("--allow-host u:PASS@h is not a host", "--allow-host ***@h is not a host"),
      ("'--allow-host=u:PA=S,S@h:80' is", "'***@h:80' is"),
      ("--contact 'Jane: jane@example.com'", "--contact 'Jane: jane@example.com'"),
      ("s3://b/a:b@c\n", "s3://b/a:b@c\n"),
    ])
  func usage(_ text: String, _ expected: String) {
    #expect(Redaction.ofUsage(text) == expected)
  }

  @Test(
    "are not found elsewhere",
    arguments: [
      "s3://b/a@b.cdf", "https://host/a@b?x=1", "x@y.z", "version=1&size=3", "a://b/c:d@e",
      "2020-01-01T00:00:00Z", "design=x", "x=", "token=", "mission: sigma=1",
    ])
  func kept(_ text: String) {
    #expect(Redaction.of(text) == text)
  }
}

@Suite("Characters that a terminal obeys")
struct HarmlessTextTests {
  @Test(
    "are escaped in text and in JSON, where their value stays",
    arguments: [
      "\u{1B}", "\u{7F}", "\u{80}", "\u{85}", "\u{9B}", "\u{61C}", "\u{200B}", "\u{200E}",
      "\u{2028}",
      "\u{202E}", "\u{2066}", "\u{2069}", "\u{FEFF}", "\u{E0041}",
    ])
  func escaped(_ character: String) throws {
    let text = "a\(character)é日"
    let scalar = try #require(character.unicodeScalars.first)
    let harmless = HarmlessText.of(text)
    #expect(!harmless.unicodeScalars.contains(scalar))
    #expect(harmless.hasSuffix("é日"))
    let json = JSONWriter.writeHarmless(.string(text), layout: .singleLine)
    #expect(!String(decoding: json, as: UTF8.self).unicodeScalars.contains(scalar))
    #expect(try JSONParser.parse(json).root.string == text)
  }

  @Test func `are character references in XML`() {
    var bytes: [UInt8] = []
    XMLText.append("a\u{202E}\u{9B}é", isAttribute: false, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "a&#x202e;&#x9b;é")
  }
}
