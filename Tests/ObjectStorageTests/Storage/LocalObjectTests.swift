import Files
import TestSupport
import Testing

@testable import ObjectStorage

@Suite("An object on this machine", .temporaryFolder)
struct LocalObjectTests {
  static let text = Array(String(repeating: "0123456789", count: 70_000).utf8)

  /// The object in each place where it may be, and its name.
  private func objects() async throws -> [(String, LocalObject)] {
    let folder = TemporaryFolder.current
    try folder.write(String(decoding: Self.text, as: UTF8.self), to: "file")
    var spool = try SpoolWriter()
    spool.append([1, 2, 3].span)
    spool.append(Self.text.span)
    spool.append([4].span)
    let file = try #require(try await FileStorage(folder.path).localObject("file"))
    return [
      ("memory", LocalObject(Self.text)), ("file", file),
      ("spool", LocalObject(try spool.finish().file, 3..<3 + Self.text.count)),
    ]
  }

  @Test func `gives any range, cut at its end`() async throws {
    for (name, object) in try await objects() {
      #expect(object.size == Self.text.count, "\(name)")
      #expect(try object.bytes(5..<8) == Array("567".utf8), "\(name)")
      let end = Self.text.count
      #expect(try object.bytes(end - 2..<end + 9) == Array("89".utf8), "\(name)")
      #expect(try object.bytes(end..<end + 1).isEmpty, "\(name)")
    }
  }

  @Test("is read into a lent buffer, from any position", arguments: [1000, 300_000, 1 << 20])
  func lending(_ room: Int) async throws {
    for (name, object) in try await objects() {
      for range in [0..<Self.text.count, 11..<600_000] {
        let reader = LocalReader(object, range: range)
        var buffer = [UInt8](repeating: 0, count: room + 7)
        var bytes: [UInt8] = []
        while true {
          let (filled, count) = try await reader.next(into: consume buffer, from: 7)
          buffer = filled
          guard count > 0 else { break }
          bytes += buffer[7..<7 + count]
        }
        #expect(bytes == Array(Self.text[range]), "\(name)")
      }
    }
  }

  @Test func `is refused when its file changes`() async throws {
    let folder = TemporaryFolder.current
    try folder.write("12345", to: "changing")
    let reader = try await FileStorage(folder.path).read("changing", .whole)
    try folder.write("123456", to: "changing")
    let error = await #expect(throws: StoreError.self) {
      _ = try await reader.next(into: [UInt8](repeating: 0, count: 10), from: 0)
    }
    #expect(error?.code == .changed)
  }

  @Test func `is read to its end when another file takes its name`() async throws {
    let folder = TemporaryFolder.current
    try folder.write("12345", to: "replaced")
    let storage = FileStorage(folder.path)
    let reader = try await storage.read("replaced", .whole)
    _ = try await storage.write(Array("abc".utf8), to: "replaced", WriteAttributes())
    let (buffer, count) = try await reader.next(into: [UInt8](repeating: 0, count: 10), from: 0)
    #expect(Array(buffer[0..<count]) == Array("12345".utf8))
    #expect(try folder.text("replaced") == "abc")
  }
}
