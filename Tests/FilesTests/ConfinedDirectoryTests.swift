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

  @Test func `deletes the temporary files of processes that were killed, and nothing else`() throws
  {
    let root = try directory()
    // No process has so high a number.
    let dead = ".scregistry-2147483647-0.partial"
    let kept = [
      ".scregistry-1-0.partial", ".scregistry-2147483647-x.partial", ".scregistry-0-0.partial",
      ".scregistry-2147483647-0.partial.txt", "scregistry-2147483647-0.partial",
    ]
    for name in kept + [dead] { try folder.write("x", to: "tree/\(name)") }
    let own = try AtomicFile(folder.path + "/tree/a")
    root.deleteAbandonedFiles()
    #expect(PathKind(folder.path + "/tree/" + dead) == .absent)
    for name in kept { #expect(PathKind(folder.path + "/tree/" + name) == .file, "\(name)") }
    try own.commit()
    try folder.link("tree/" + dead, to: "a")
    root.deleteAbandonedFiles()
    #expect(PathKind(folder.path + "/tree/" + dead) == .file)
  }

  @Test("is made with the directories above it", arguments: ["n", "n/b/c", "n/b/", "tree/../n/b"])
  func parents(_ name: String) throws {
    _ = try directory()
    for _ in 1...2 { try DirectoryNames.makeDirectories(folder.path + "/" + name) }
    #expect(PathKind(folder.path + "/" + name) == .directory)
    try folder.write("x", to: "file")
    #expect(throws: FileError.self) {
      try DirectoryNames.makeDirectories(folder.path + "/file/" + name)
    }
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
