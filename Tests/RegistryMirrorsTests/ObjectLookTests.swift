import ObjectStorage
import Testing

@testable import RegistryMirrors

@Suite("What a response states about an object")
struct ObjectLookTests {
  private static let digest = "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"

  @Test(
    "a checksum of an upload in parts is over theirs, unless the store says otherwise",
    arguments: [
      ("a-2", nil, nil, Checksum.Kind.composite(parts: 2)),
      ("a-2", "COMPOSITE", nil, .composite(parts: 2)),
      ("a-2", "FULL_OBJECT", nil, .full),
      ("a-2", nil, "-2", .composite(parts: 2)),
      ("a", nil, nil, .full),
      ("a", "COMPOSITE", nil, .composite(parts: nil)),
    ] as [(String, String?, String?, Checksum.Kind)])
  func kinds(_ etag: String, _ type: String?, _ mark: String?, _ kind: Checksum.Kind) {
    let name = etag.replacing("a", with: String(repeating: "a", count: 32))
    var info = ObjectInfo(size: 20 << 20, etag: "\"\(name)\"")
    info.details["x-amz-checksum-sha256"] = Self.digest + (mark ?? "")
    info.details["x-amz-checksum-type"] = type
    #expect(ObjectLook.facts(info, hasETags: true).checksums.map(\.kind) == [kind])
  }

  @Test func `CRC64NVME is always over all bytes`() {
    var info = ObjectInfo(size: 20 << 20, etag: String(repeating: "a", count: 32) + "-2")
    info.details["x-amz-checksum-crc64nvme"] = "rosUhgp5mIg="
    #expect(ObjectLook.facts(info, hasETags: true).checksums.map(\.kind) == [.full])
  }
}
