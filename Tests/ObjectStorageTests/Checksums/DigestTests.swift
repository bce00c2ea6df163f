import Testing

@testable import ObjectStorage

@Suite("Digests")
struct DigestTests {
  /// A digest of "abc", from the standards that define it.
  static let vectors: [(RunningDigest.Kind, String)] = [
    (.md5, "900150983cd24fb0d6963f7d28e17f72"),
    (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      .sha512,
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
  ]

  @Test("are those of the standards", arguments: vectors)
  func vector(_ kind: RunningDigest.Kind, _ expected: String) {
    #expect(Digest.hexadecimal(Digest.digest(kind, of: Array("abc".utf8))) == expected)
  }

  @Test("do not depend on the pieces", arguments: vectors.map(\.0))
  func pieces(_ kind: RunningDigest.Kind) {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for size in [1, 63, 64, 65, 128, 999] {
      let digest = RunningDigest(kind)
      for start in stride(from: 0, to: bytes.count, by: size) {
        digest.add(Array(bytes[start..<min(start + size, bytes.count)]).span)
      }
      #expect(digest.finishedBytes() == Digest.digest(kind, of: bytes))
    }
  }

  /// The cases 1, 2 and 6 of RFC 4231; the key of the last is longer than a block.
  @Test(
    "with a key are those of RFC 4231",
    arguments: [
      (
        [UInt8](repeating: 0x0B, count: 20), "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        [UInt8](repeating: 0xAA, count: 131),
        "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ])
  func keyed(_ key: [UInt8], _ text: String, _ expected: String) {
    let digest = Digest.authentication(of: Array(text.utf8), key: key)
    #expect(Digest.hexadecimal(digest) == expected)
  }
}
