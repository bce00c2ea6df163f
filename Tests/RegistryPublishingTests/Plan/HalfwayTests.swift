import InterleavedPublishing
import ObjectStorage
import SharedCloudRegistry
import Testing

@testable import RegistryPublishing

@Suite("A publication in a bucket that ends halfway")
struct HalfwayTests {
  /// A bucket with two index files that are deleted.
  private func bucket() -> ScriptedStorage {
    let bucket = MemoryBucket()
    for key in ["old_2020.csv", "old_2021.csv"] { _ = bucket.put([1, 2, 3, 4], key, nil) }
    return ScriptedStorage(bucket: bucket, turnstile: nil, publisher: 0)
  }

  private func objects(_ base: ScriptedStorage) -> [RegistryDraft.Object] {
    ["new_2020.csv", "new_2021.csv", "catalog.json"].map {
      .init(key: $0, content: .bytes([1, 2, 3, 4]))
    }
      + ["old_2020.csv", "old_2021.csv"].map {
        .init(key: $0, content: nil, etag: base.bucket.objects[$0]?.etag)
      }
  }

  /// The refused keys, the words of the error, and the keys that are there afterwards.
  static let cases: [(refused: [String], words: String, keys: Set<String>)] = [
    (
      ["new_2020.csv"], "AccessDenied; nothing was written before",
      ["old_2020.csv", "old_2021.csv"]
    ),
    (
      ["catalog.json"],
      "AccessDenied; written before: new_2020.csv, new_2021.csv; not written: catalog.json",
      ["new_2020.csv", "new_2021.csv", "old_2020.csv", "old_2021.csv"]
    ),
    (
      ["old_2020.csv"],
      "AccessDenied; everything is written, but 1 unused object could not be deleted: "
        + "old_2020.csv; delete them",
      ["new_2020.csv", "new_2021.csv", "catalog.json", "old_2020.csv"]
    ),
  ]

  @Test("says what is written and what remains", arguments: cases.indices)
  func refused(_ number: Int) async throws {
    let example = Self.cases[number]
    let base = bucket()
    let storage = FaultyStorage(base: base, refused: Set(example.refused))
    let placement = StoragePlacement(
      place: StoragePlace(storage, at: ""), progress: PublishingProgress())
    let error = await #expect(throws: StoreError.self) { try await placement.place(objects(base)) }
    #expect(error?.code == .accessDenied)
    #expect(error?.detail == example.words)
    #expect(Set(base.bucket.objects.keys) == example.keys)
  }

  @Test("takes no object that is shorter than its listing says", arguments: [false, true])
  func truncated(_ listsFirst: Bool) async throws {
    let base = bucket()
    let storage = ObservedStorage(FaultyStorage(base: base, truncated: ["old_2020.csv"]))
    let error = await #expect(throws: StoreError.self) {
      if listsFirst { _ = try await storage.list(ListingQuery(prefix: "", delimiter: "/")) }
      _ = try await storage.read("old_2020.csv", .whole)
      _ = try await storage.list(ListingQuery(prefix: "", delimiter: "/"))
    }
    #expect(error?.code == .unavailable)
    #expect(error?.detail.contains("4 and 2 bytes") == listsFirst)
    #expect(error?.detail.contains("2 and 4 bytes") == !listsFirst)
  }
}
