import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("The global registry", .temporaryFolder)
struct GlobalRegistryTests {
  static let text = """
    {"version": "1.1", "modification": "2024-01-01T00:00Z", "registry": [
      {"endpoint": "s3://one/", "name": "One", "region": "us-east-1"},
      {"name": "No endpoint", "region": "us-east-1"}, 5,
      {"endpoint": "s3://two/", "name": "Two", "region": "us-east-1"},
      {"endpoint": "s3://two-west/", "name": "Two", "region": "us-west-2"},
      {"endpoint": "s3://bare/", "name": "Bare"}
    ]}
    """

  private func registry() async throws -> GlobalRegistry {
    try TemporaryFolder.current.write(Self.text, to: "HelioDataRegistry.json")
    return try await RegistryReader()
      .globalRegistry(at: TemporaryFolder.current.path + "/HelioDataRegistry.json")
  }

  @Test func `lists good entries and reports bad ones`() async throws {
    let registry = try await registry()
    #expect(registry.version == "1.1")
    #expect(
      registry.entries.map(\.endpoint) == [
        "s3://one/", "s3://two/", "s3://two-west/", "s3://bare/",
      ])
    #expect(registry.entries.map(\.region) == ["us-east-1", "us-east-1", "us-west-2", nil])
    #expect(registry.faults.map(\.kind) == [.entry, .entry])
  }

  @Test func `finds endpoints by name and region`() async throws {
    let registry = try await registry()
    #expect(try registry.endpoint(named: "One") == "s3://one/")
    #expect(try registry.endpoint(named: "Two", regionPrefix: "us-w") == "s3://two-west/")
    #expect(try registry.endpoint(named: "Two", takesFirst: true) == "s3://two/")
    #expect(try registry.endpoint(named: "Bare") == "s3://bare/")
    func code(_ name: String, _ region: String = "") -> ReadingError.Code? {
      do throws(ReadingError) {
        _ = try registry.endpoint(named: name, regionPrefix: region)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code("Two") == .ambiguous)
    #expect(code("Three") == .notFound)
    #expect(code("One", "eu") == .notFound)
  }

  @Test func `gives the catalogs of its buckets, and reports failures`() async throws {
    let folder = TemporaryFolder.current
    for (name, status) in [("a", 1200), ("b", 1400)] {
      try folder.write(
        "{\"status\": {\"code\": \(status)}, \"catalog\": []}", to: "\(name)/catalog.json")
    }
    let entries = ["a/", "b/", "c/"].map { name in
      "{\"endpoint\": \"\(folder.path)/\(name)\", \"name\": \"\(name)\", \"region\": \"r\"}"
    }
    try folder.write("{\"registry\": [\(entries.joined(separator: ","))]}", to: "registry.json")
    let reader = RegistryReader()
    let found = await reader.catalogs(
      of: try await reader.globalRegistry(at: folder.path + "/registry.json"))
    #expect(found.buckets.map(\.address) == [folder.path + "/a/"])
    #expect(found.failures.map(\.entry.name) == ["b/", "c/"])
    #expect(found.failures.map(\.error.code) == [.unavailable, .storage])
  }
}
