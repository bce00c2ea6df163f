import Files
import Glibc
import ObjectStorage
import TestSupport
import Testing

@Suite("Reading files", .temporaryFolder)
struct SequentialFileTests {
  let folder = TemporaryFolder.current

  /// Opens a file of the folder.
  private func file(_ name: String) throws(StoreError) -> SequentialFile {
    try SequentialFile(path: folder.path + "/" + name)
  }

  /// Reads to the end, some bytes at a time.
  private func bytes(of file: SequentialFile, chunk: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let more = try file.bytes(chunk)
      if more.isEmpty { return bytes }
      bytes += more
    }
  }

  @Test("gives the bytes of a file, whatever the chunk", arguments: [1, 3, 4096])
  func reading(_ chunk: Int) throws {
    let text = String(repeating: "0123456789\n", count: 100)
    try folder.write(text, to: "a/file")
    #expect(try bytes(of: file("a/file"), chunk: chunk) == Array(text.utf8))
  }

  @Test func `an empty file ends at once, and stays at its end`() throws {
    try folder.write("", to: "empty")
    let source = try file("empty")
    #expect(try bytes(of: source, chunk: 10).isEmpty)
    #expect(try bytes(of: source, chunk: 10).isEmpty)
  }

  @Test(
    "a missing file is not found",
    arguments: ["missing", "file/below", "nul\u{0}", "no/such/folder"])
  func missing(_ key: String) throws {
    try folder.write("", to: "file")
    try folder.write("", to: "nul")
    let error = #expect(throws: StoreError.self) { _ = try file(key) }
    #expect(error?.code == .notFound)
    #expect(error?.address == folder.path + "/" + key)
    #expect(error?.detail.isEmpty == false)
  }

  @Test("a directory is not an object", arguments: ["folder", "folder/", "", "."])
  func directory(_ key: String) throws {
    try folder.makeFolder("folder")
    let error = #expect(throws: StoreError.self) { _ = try file(key) }
    #expect(error?.code == .notAnObject)
    #expect(error?.detail.isEmpty == false)
  }

  @Test(.enabled("root can read every file", { geteuid() != 0 }))
  func `a file that may not be read is refused`() throws {
    try folder.write("", to: "closed")
    try #require(unsafe chmod(folder.path + "/closed", 0) == 0)
    let error = #expect(throws: StoreError.self) { _ = try file("closed") }
    #expect(error?.code == .accessDenied)
  }

  @Test("a whole object is read up to a limit", arguments: [0, 1, 4, 5, 6, Int.max])
  func limit(_ limit: Int) throws {
    try folder.write("12345", to: "file")
    guard limit < 5 else {
      #expect(try file("file").all(limit: limit) == Array("12345".utf8))
      return
    }
    let error = #expect(throws: StoreError.self) { _ = try file("file").all(limit: limit) }
    #expect(error?.code == .tooLarge)
    #expect(error?.address == folder.path + "/file")
  }

  @Test func `an endless file is read up to the limit`() throws {
    try folder.link("endless", to: "/dev/zero")
    let error = #expect(throws: StoreError.self) { _ = try file("endless").all(limit: 1 << 20) }
    #expect(error?.code == .tooLarge)
  }
}

@Suite("Kinds of paths", .temporaryFolder)
struct PathKindTests {
  let folder = TemporaryFolder.current

  @Test func `files, pipes and directories are distinguished`() throws {
    try folder.write("", to: "folder/file")
    try folder.makePipe("pipe")
    try folder.link("link", to: "folder")
    #expect(PathKind(folder.path + "/folder") == .directory)
    #expect(PathKind(folder.path + "/folder/") == .directory)
    #expect(PathKind(folder.path + "/link") == .directory)
    #expect(PathKind(folder.path + "/folder/file") == .file)
    #expect(PathKind(folder.path + "/pipe") == .file)
    #expect(PathKind("/dev/zero") == .other("it is a device, not a file"))
  }

  @Test("nothing is there", arguments: ["missing", "file/below", "file\u{0}", "dangling"])
  func absent(_ name: String) throws {
    try folder.write("", to: "file")
    try folder.link("dangling", to: "nowhere")
    #expect(PathKind(folder.path + "/" + name) == .absent)
    #expect(PathKind("") == .absent)
  }
}
