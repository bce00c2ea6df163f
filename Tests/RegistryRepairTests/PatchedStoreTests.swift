import Formats
import ObjectStorage
import Testing

@testable import RegistryRepair

@Suite("A store with new content")
struct PatchedStoreTests {
  /// One name as two keys: `é` as one scalar, and as two.
  private static let composed = "d\u{E9}"
  private static let decomposed = "de\u{301}"

  @Test func `fixes of one file do not reach another that looks alike`() throws {
    var store = PatchedStore(
      base: InMemoryStore(exactly: [Self.composed: [1], Self.decomposed: [2]]),
      opened: OpenedFiles())
    store.contents[Self.composed] = .bytes([3])
    #expect(try store.read(Self.composed, limit: 9) == [3])
    #expect(try store.read(Self.decomposed, limit: 9) == [2])
  }
}
