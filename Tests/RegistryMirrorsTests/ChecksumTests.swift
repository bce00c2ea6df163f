import ObjectStorage
import SharedCloudRegistry
import Testing

@testable import RegistryMirrors

@Suite("Checksums")
struct ChecksumTests {
  static let checks: [(ChecksumAlgorithm, String)] = [
    (.crc64nvme, "ae8b14860a799888"), (.crc32c, "e3069283"), (.crc32, "cbf43926"),
    (.md5, "25f9e794323b453885f5181f1b624d0b"), (.sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
    (.sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"),
  ]

  @Test("of 123456789, in one piece and in several", arguments: checks)
  func check(_ algorithm: ChecksumAlgorithm, _ expected: String) throws {
    let bytes = Array("123456789".utf8)
    for size in [1, 2, 4, 9] {
      var digest = ContentDigest([algorithm])
      for start in stride(from: 0, to: bytes.count, by: size) {
        digest.add(Array(bytes[start..<min(bytes.count, start + size)]).span)
      }
      #expect(digest.finish().map(\.hexadecimal) == [expected])
    }
  }

  @Test(
    "are read in any spelling",
    arguments: [
      ("rosUhgp5mIg=", ChecksumAlgorithm.crc64nvme, "ae8b14860a799888", true),
      ("AE8B14860A799888", .crc64nvme, "ae8b14860a799888", true),
      ("4waSgw==-3", .crc32c, "e3069283", false),
    ])
  func spellings(_ text: String, _ algorithm: ChecksumAlgorithm, _ value: String, _ isFull: Bool) {
    let checksum = Checksum(algorithm, text: text)
    #expect(checksum?.hexadecimal == value)
    #expect(checksum?.isFull == isFull)
  }

  @Test("of another length are refused", arguments: ["", "00", "zz", "rosUhgp5mI", "e3069283ff"])
  func refusal(_ text: String) { #expect(Checksum(.crc32c, text: text) == nil) }

  @Test func `the ETag of an upload in parts is the MD5 of the MD5s`() throws {
    // Computed with Python's hashlib: 12 MiB of zeros in parts of 5 MiB.
    var digest = ContentDigest([], partSizes: [5 << 20, 8 << 20])
    let piece = [UInt8](repeating: 0, count: 1 << 20)
    for _ in 0..<12 { digest.add(piece.span) }
    let etags = digest.finishParts()
    #expect(etags.map(\.size) == [5 << 20, 8 << 20])
    #expect(
      etags.map(\.etag) == [
        "4e982d58b6c2ce178ae042c23f9bca6e-3", "ebe97f2a4738800fe71edbe389c000a6-2",
      ])
  }

  @Test(
    "are read from lists of several kinds",
    arguments: [
      ("25f9e794323b453885f5181f1b624d0b  a/b.cdf", "a/b.cdf", ChecksumAlgorithm.md5),
      ("25f9e794323b453885f5181f1b624d0b *a b.cdf", "a b.cdf", .md5),
      ("\\25f9e794323b453885f5181f1b624d0b  a\\nb", "a\nb", .md5),
      ("SHA1 (a (1).cdf) = f7c3bc1d808e04732adf679965ccc34ca7ae3441", "a (1).cdf", .sha1),
      (
        "b,k.cdf,,succeeded,,200,\"{\"\"checksumAlgorithm\"\":\"\"CRC64NVME\"\","
          + "\"\"checksum_base64\"\":\"\"rosUhgp5mIg=\"\"}\"", "s3://b/k.cdf", .crc64nvme
      ),
    ])
  func lists(_ line: String, _ path: String, _ algorithm: ChecksumAlgorithm) {
    let statement = EvidenceLine(fileName: "list.txt").read(Array(line.utf8)[...])
    guard case .checksum(let checksum, let found, _) = statement else {
      Issue.record("\(statement)")
      return
    }
    #expect(found == path)
    #expect(checksum.algorithm == algorithm)
  }
}
