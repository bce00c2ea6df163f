import Formats
import ObjectStorage
import Testing

@testable import RegistryRepair

@Suite("A tree with new content")
struct PatchedTreeTests {
  /// One name as two keys: `é` as one scalar, and as two.
  private static let composed = "d\u{E9}"
  private static let decomposed = "de\u{301}"

  @Test func `fixes of one file do not reach another that looks alike`() async throws {
    let base: ExactDictionary<[UInt8]> = [Self.composed: [1], Self.decomposed: [2]]
    let tree = ObjectTree(memory: base).patched(
      [Self.composed: LocalObject([3])], noting: OpenedFiles())
    #expect(try await tree.read(Self.composed, limit: 9) == [3])
    #expect(try await tree.read(Self.decomposed, limit: 9) == [2])
  }
}
