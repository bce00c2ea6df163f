import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Files

@Suite("Replacing files", .temporaryFolder)
struct AtomicFileTests {
  private var folder: TemporaryFolder { .current }

  private func path(_ name: String) -> String { folder.path + "/" + name }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// Replaces a file's content.
  @discardableResult
  private func replace(
    _ name: String, with text: String, expecting identity: FileIdentity? = nil,
    backup: String? = nil
  ) throws -> String? {
    let file = try AtomicFile(path(name), expecting: identity)
    try file.append(Array(text.utf8).span)
    return try file.commit(backup: backup)
  }

  @Test func `writes all of the new content and leaves no other file`() throws {
    try folder.write("old", to: "a.json")
    try replace("a.json", with: "new")
    try replace("b.json", with: "made")
    #expect(try text("a.json") == "new")
    #expect(try text("b.json") == "made")
    #expect(try names() == ["a.json", "b.json"])
  }

  @Test func `that is not committed changes nothing`() throws {
    try folder.write("old", to: "a.json")
    do {
      let file = try AtomicFile(path("a.json"))
      try file.append(Array("new".utf8).span)
      #expect(try names().count == 2)
    }
    #expect(try text("a.json") == "old")
    #expect(try names() == ["a.json"])
  }

  @Test func `as a new file takes no name that exists`() throws {
    func make(_ text: String) throws -> Bool {
      let file = try AtomicFile(path("a.json"))
      try file.append(Array(text.utf8).span)
      return try file.commitAsNew()
    }
    #expect(try make("first"))
    #expect(try !make("second"))
    #expect(try text("a.json") == "first")
    #expect(try names() == ["a.json"])
  }

  @Test("keeps the permissions", arguments: [mode_t(0o600), 0o644, 0o755, 0o664])
  func permissions(_ mode: mode_t) throws {
    try folder.write("old", to: "a.json")
    #expect(unsafe chmod(path("a.json"), mode) == 0)
    try replace("a.json", with: "new")
    #expect(try #require(FileIdentity(path("a.json"))).mode == mode)
  }

  @Test func `replaces the target of a symbolic link`() throws {
    try folder.write("old", to: "real/a.json")
    try folder.link("a.json", to: "real/a.json")
    try replace("a.json", with: "new")
    #expect(try text("real/a.json") == "new")
    let kind = try FileManager.default.attributesOfItem(atPath: path("a.json"))[.type]
    #expect(kind as? FileAttributeType == .typeSymbolicLink)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path("real")) == ["a.json"])
  }

  @Test func `keeps backups and never overwrites one`() throws {
    try folder.write("1", to: "a.json")
    try folder.write("mine", to: "a.json.bak1")
    #expect(try replace("a.json", with: "2", backup: ".bak")?.hasSuffix("/a.json.bak") == true)
    #expect(try replace("a.json", with: "3", backup: ".bak")?.hasSuffix("/a.json.bak2") == true)
    #expect(
      try ["a.json", "a.json.bak", "a.json.bak1", "a.json.bak2"].map(text) == [
        "3", "1", "mine", "2",
      ])
  }

  @Test func `is refused when the file has changed`() throws {
    try folder.write("old", to: "a.json")
    let identity = FileIdentity(path("a.json"))
    try folder.write("other", to: "a.json")
    #expect(throws: FileError.self) { try replace("a.json", with: "new", expecting: identity) }
    #expect(try text("a.json") == "other")
    #expect(try names() == ["a.json"])
  }

  @Test func `is refused when the file changes while the new content is written`() throws {
    try folder.write("old", to: "a.json")
    let file = try AtomicFile(path("a.json"), expecting: FileIdentity(path("a.json")))
    try file.append(Array("new".utf8).span)
    try folder.write("other", to: "a.json")
    var error: FileError?
    do throws(FileError) { _ = try file.commit() } catch let thrown { error = thrown }
    #expect(error?.detail == "it has changed since it was read")
    #expect(try text("a.json") == "other")
    #expect(try names() == ["a.json"])
  }

  @Test func `is refused for anything but a file`() throws {
    try folder.makePipe("pipe")
    try folder.makeFolder("folder")
    for name in ["pipe", "folder"] {
      #expect(throws: FileError.self) { try replace(name, with: "new") }
    }
    #expect(throws: FileError.self) { try replace("absent/a.json", with: "new") }
    #expect(try names() == ["folder", "pipe"])
  }
}

@Suite("Spool files")
struct SpoolFileTests {
  @Test func `return the written bytes, from any position`() throws {
    var writer = try SpoolWriter()
    var all: [UInt8] = []
    for number in 0..<60_000 {
      let line = Array("line \(number)\n".utf8)
      all += line
      writer.append(line.span)
      try writer.flushIfFull()
    }
    writer.append(0x7A)
    all.append(0x7A)
    let (file, size) = try writer.finish()
    #expect(size == all.count)
    #expect(try file.bytes(0..<size) == all)
    #expect(try file.bytes(size - 5..<size + 9) == Array(all.suffix(5)))
    #expect(try file.bytes(300_000..<300_011) == Array(all[300_000..<300_011]))
  }
}
