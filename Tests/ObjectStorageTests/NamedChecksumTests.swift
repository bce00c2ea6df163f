import Testing

@testable import ObjectStorage

@Suite("Checksums by their names")
struct NamedChecksumTests {
  /// The checksums of `123456789`; those of the cyclic ones are in their definitions.
  static let values = [
    ("MD5", "25f9e794323b453885f5181f1b624d0b"),
    ("SHA-1", "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
    ("sha_256", "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"),
    (
      "SHA512",
      "d9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274a"
        + "d27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85"
    ),
    ("CRC32", "cbf43926"), ("crc-32c", "e3069283"), ("CRC64NVME", "ae8b14860a799888"),
  ]

  private func checksum(_ name: String) throws -> NamedChecksum? {
    var sum = NamedChecksum(name)
    for part in ["1234", "", "56789"] {
      let bytes = Array(part.utf8)
      sum?.add(bytes.span)
    }
    return sum
  }

  @Test("are those that others compute", arguments: values)
  func value(_ name: String, _ value: String) throws {
    let sum = try #require(try checksum(name))
    #expect(NamedChecksum.supports(name))
    #expect(sum.difference(from: value) == nil)
    #expect(try checksum(name)?.difference(from: value.uppercased()) == nil)
    #expect(try checksum(name)?.difference(from: "00" + value.dropFirst(2)) == value)
  }

  @Test func `may be in Base64, as stores write them`() throws {
    #expect(try checksum("CRC32C")?.difference(from: "4waSgw==") == nil)
    #expect(try checksum("CRC32C")?.difference(from: "4waSgx==") == "4waSgw==")
  }

  @Test func `of other algorithms are not known`() throws {
    let sum = try checksum("whirlpool")
    #expect(sum == nil)
    #expect(!NamedChecksum.supports("whirlpool") && !NamedChecksum.supports(""))
  }

  @Test(
    "tells what can be a value",
    arguments: [
      ("n/a", "md5", false), ("zz", "md5", false), ("3610a686", "crc32", true),
      ("1234567890", "crc32", false), ("NhCmhg==", "CRC32", true),
      ("d41d8cd98f00b204e9800998ecf8427e", "sha256", false),
      ("d41d8cd98f00b204e9800998ecf8427e", "MD5", true), ("1B2M2Y8AsgTpgAmY7PhCfg==", "md5", true),
      ("1B2M2Y8AsgTpgAmY7PhCfg=!", "md5", false),
    ])
  func isValue(_ text: String, _ name: String, _ expected: Bool) {
    #expect(NamedChecksum.isValue(text, of: name) == expected)
  }
}
