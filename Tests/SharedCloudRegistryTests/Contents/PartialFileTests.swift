import Files
import Glibc
import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Incomplete files", .temporaryFolder)
struct PartialFileTests {
  private func dataset() async throws -> Dataset {
    try TemporaryFolder.current.write("12345", to: "ds/a.cdf")
    return try await LocalRegistry.dataset(files: [
      "2015.csv": "2015-01-01T00:00:00Z,2015-01-02T00:00:00Z,s3://b/ds/a.cdf,5\n"
    ])
  }

  private func fetch() async throws {
    let dataset = try await dataset()
    let record = try #require(try await LocalRegistry.all(dataset.files()).first)
    let target = TemporaryFolder.current.path + "/t"
    #expect(try await FileFetch(dataset, to: target).fetch(record) == .fetched(bytes: 5))
  }

  /// Starts to write, and gives the name of the incomplete file.
  private func begin(_ etag: String?) throws -> String {
    let folder = TemporaryFolder.current.path + "/t/ds"
    let before = try names(folder)
    _ = try PartialFile(folder + "/a.cdf", of: ObjectInfo(size: 5, etag: etag))
    return try #require(Set(try names(folder)).subtracting(before).first)
  }

  private func names(_ folder: String) throws -> [String] {
    guard PathKind(folder) == .directory else { return [] }
    return try FileStorage(copy: folder).listAll().objects.map(\.key)
  }

  @Test func `of older versions are removed when the file is complete`() async throws {
    for etag in ["\"old\"", "\"older\"", nil] { _ = try begin(etag) }
    try TemporaryFolder.current.write("x", to: "t/ds/.a.cdf.mine.partial")
    try TemporaryFolder.current.write("x", to: "t/ds/.b.cdf.unknown.partial")
    try await fetch()
    let left = try names(TemporaryFolder.current.path + "/t/ds")
    #expect(left == [".a.cdf.mine.partial", ".b.cdf.unknown.partial", "a.cdf"])
  }

  @Test func `that another process writes stay`() async throws {
    let path = TemporaryFolder.current.path + "/t/ds"
    let other = try PartialFile(path + "/a.cdf", of: ObjectInfo(size: 5, etag: "\"other\""))
    try await fetch()
    #expect(try names(path).count == 2)
    withExtendedLifetime(other) {}
  }

  @Test func `that have another name are not written`() throws {
    let folder = TemporaryFolder.current
    let name = try begin("\"e\"")
    let path = folder.path + "/t/ds/" + name
    try folder.write("mine", to: "victim")
    POSIX.unlink(path)
    let code = unsafe link(folder.path + "/victim", path)
    #expect(code == 0)
    let partial = try PartialFile(
      folder.path + "/t/ds/a.cdf", of: ObjectInfo(size: 5, etag: "\"e\""))
    #expect(partial.size == 0)
    try partial.append([0x41])
    #expect(try FileStorage(copy: folder.path).bytes(of: "victim", limit: 9) == Array("mine".utf8))
  }

  @Test func `that are pipes are replaced`() throws {
    let name = try begin("\"e\"")
    POSIX.unlink(TemporaryFolder.current.path + "/t/ds/" + name)
    try TemporaryFolder.current.makePipe("t/ds/" + name)
    let partial = try PartialFile(
      TemporaryFolder.current.path + "/t/ds/a.cdf", of: ObjectInfo(size: 5, etag: "\"e\""))
    try partial.append(Array("12345".utf8))
    try partial.finish()
    #expect(try names(TemporaryFolder.current.path + "/t/ds") == ["a.cdf"])
  }
}
