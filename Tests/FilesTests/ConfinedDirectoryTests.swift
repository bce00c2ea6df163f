import TestSupport
import Testing

@testable import Files

@Suite("A directory that no key leads out of", .temporaryFolder)
struct ConfinedDirectoryTests {
  let folder = TemporaryFolder.current

  private func directory() throws -> ConfinedDirectory {
    try folder.makeFolder("tree")
    try folder.makeFolder("outside")
    return try ConfinedDirectory(folder.path + "/tree")
  }

  @Test("refuses keys", arguments: ["", "/x", "a//x", "../x", "a/../x", ".", "..", "x/", "a/\0"])
  func keys(_ key: String) throws {
    let root = try directory()
    #expect(throws: FileError.self) { try root.place(of: key, creates: true) }
    #expect(throws: FileError.self) { try root.delete(key) }
  }

  @Test func `follows no link to a directory`() throws {
    let root = try directory()
    try folder.write("precious", to: "outside/file")
    try folder.write("new", to: "tree/new")
    try folder.link("tree/link", to: "../outside")
    try folder.makeFolder("tree/inside")
    try folder.link("tree/near", to: "inside")
    for key in ["link/file", "link/other", "near/file"] {
      #expect(throws: FileError.self) { try root.check(key) }
      #expect(throws: FileError.self) { try root.delete(key) }
      #expect(throws: FileError.self) { try root.move("new", to: root, at: key) }
    }
    #expect(PathKind(folder.path + "/outside/file") == .file)
    #expect(PathKind(folder.path + "/outside/other") == .absent)
  }

  @Test func `replaces or deletes a link to a file, not its target`() throws {
    let root = try directory()
    try folder.write("precious", to: "outside/file")
    try folder.write("new", to: "tree/new")
    try folder.link("tree/link", to: "../outside/file")
    #expect(throws: FileError.self) { try root.check("link") }
    try root.move("new", to: root, at: "link")
    #expect(try folder.text("tree/link") == "new")
    try root.delete("link")
    #expect(PathKind(folder.path + "/outside/file") == .file)
  }

  @Test func `makes directories, moves and deletes`() throws {
    let root = try directory()
    try folder.write("new", to: "tree/new")
    try root.move("new", to: root, at: "a/b/c")
    #expect(PathKind(folder.path + "/tree/a/b/c") == .file)
    try root.delete("a/b/c")
    try root.delete("a/b/c")
    try root.delete("no/such/file")
    #expect(PathKind(folder.path + "/tree/a/b/c") == .absent)
  }

  @Test func `deletes its files, but no directory and no target`() throws {
    let root = try directory()
    try folder.write("precious", to: "outside/file")
    try folder.write("", to: "tree/x")
    try folder.write("", to: "tree/sub/y")
    try folder.link("tree/link", to: "../outside/file")
    root.deleteFiles()
    #expect(PathKind(folder.path + "/tree/x") == .absent)
    #expect(PathKind(folder.path + "/tree/sub/y") == .file)
    #expect(PathKind(folder.path + "/outside/file") == .file)
  }
}
