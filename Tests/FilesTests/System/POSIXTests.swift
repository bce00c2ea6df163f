import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Files

@Suite("Calls of the system", .temporaryFolder)
struct POSIXTests {
  let folder = TemporaryFolder.current

  @Test func `tell the status of a file, its target and its real path`() throws {
    try folder.write("12345", to: "tree/file")
    try folder.link("tree/link", to: "file")
    let path = folder.path + "/tree/link"
    #expect(POSIX.status(of: path)?.st_size == 5)
    #expect(POSIX.readlink(path) == "file")
    #expect(POSIX.readlink(folder.path + "/tree/file") == nil)
    #expect(POSIX.realpath(path)?.hasSuffix("/tree/file") == true)
    #expect(POSIX.realpath(folder.path + "/absent") == nil)
    #expect(POSIX.status(of: folder.path + "/absent") == nil)
    #expect(errno == ENOENT)
    #expect(POSIX.strerror(ENOENT) == "No such file or directory")
  }

  @Test func `make, rename and remove names`() throws {
    let directory = try #require(POSIX.mkdtemp(folder.path + "/new-"))
    #expect(directory.hasPrefix(folder.path + "/new-") && PathKind(directory) == .directory)
    let (path, descriptor) = POSIX.mkstemp(directory + "/file-")
    try #require(descriptor >= 0)
    close(descriptor)
    #expect(POSIX.link(path, as: directory + "/second") == 0)
    #expect(POSIX.rename(path, to: directory + "/first") == 0)
    #expect(POSIX.chmod(directory + "/first", mode: 0o600) == 0)
    #expect(POSIX.status(of: directory + "/second").map { $0.st_mode & 0o777 } == 0o600)
    #expect(try DirectoryNames(of: directory).names == ["first", "second"])
    #expect(POSIX.rmdir(directory) == -1)
    #expect(POSIX.unlink(directory + "/first") == 0 && POSIX.unlink(directory + "/second") == 0)
    #expect(POSIX.rmdir(directory) == 0)
  }

  @Test func `give the entries of a directory by their bytes`() throws {
    try folder.makeFolder("tree/sub")
    try folder.makeFile(Array("tree/".utf8) + [0xFF, 0x61])
    try folder.write("1", to: "tree/file")
    let stream = try #require(DirectoryStream.open(folder.path + "/tree"))
    var names: Set<[UInt8]> = []
    while stream.next() {
      if stream.isSelfOrParent { continue }
      names.insert(stream.name)
      let isDirectory = stream.name == Array("sub".utf8)
      #expect(stream.status().map { $0.st_mode & S_IFMT } == (isDirectory ? S_IFDIR : S_IFREG))
      #expect((stream.unlink() == 0) == !isDirectory)
    }
    #expect(stream.failure == 0)
    #expect(names == [[0xFF, 0x61], Array("file".utf8), Array("sub".utf8)])
    #expect(try DirectoryNames(of: folder.path + "/tree").names == [])
    #expect(DirectoryStream.open(folder.path + "/absent") == nil)
  }

  @Test func `read and write`() throws {
    let ends = try #require(POSIX.pipe())
    let bytes: [UInt8] = [1, 2, 3]
    let written = POSIX.write(bytes.span, to: ends[1])
    #expect(written == 3)
    var entries = [pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)]
    let ready = POSIX.poll(&entries, milliseconds: 1000)
    #expect(ready == 1)
    var room = [UInt8](repeating: 0, count: 8)
    let read = POSIX.read(ends[0], into: &room)
    #expect(read == 3 && room.prefix(3) == [1, 2, 3])
    close(ends[0])
    let (count, code) = POSIX.writeWithoutSignal(bytes.span, to: ends[1])
    #expect(count == -1 && code == EPIPE)
    close(ends[1])
  }

  @Test func `read any range of a file`() throws {
    try folder.write("0123456789", to: "file")
    let descriptor = POSIX.open(folder.path + "/file", flags: O_RDONLY)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0x2E, count: 6)
    var span = bytes.mutableSpan
    var counts = [POSIX.pread(descriptor, into: &span, in: 1..<4, at: 7)]
    counts.append(POSIX.pread(descriptor, into: &span, in: 4..<6, at: 10))
    #expect(String(decoding: bytes, as: UTF8.self) == ".789..")
    counts.append(POSIX.pread(descriptor, into: &bytes, at: 8))
    #expect(counts == [3, 0, 2])
    #expect(FileBytes.read(2..<5, of: descriptor).0 == Array("234".utf8))
    #expect(FileBytes.read(8..<50, of: descriptor).0 == Array("89".utf8))
    #expect(FileBytes.read(3..<3, of: descriptor).0 == [])
    #expect(FileBytes.read(0..<1, of: -1).code == EBADF)
  }

  @Test func `read addresses of the Internet`() {
    #expect(POSIX.addressOfVersion4("127.1") == [127, 0, 0, 1])
    #expect(POSIX.addressOfVersion4("0x7f000001") == [127, 0, 0, 1])
    #expect(POSIX.addressOfVersion4("example.org") == nil)
    #expect(POSIX.addressOfVersion6("::1") == [UInt8](repeating: 0, count: 15) + [1])
    #expect(POSIX.addressOfVersion6("127.0.0.1") == nil)
  }

  @Test func `run programs and threads`() throws {
    let ends = try #require(POSIX.pipe())
    let (code, process) = POSIX.spawn(
      ["/bin/sh", "-c", "echo \"$0\"; exit 3", "word"], streams: [0, ends[1], 2],
      defaultSignals: [SIGPIPE])
    try #require(code == 0)
    close(ends[1])
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = POSIX.read(ends[0], into: &bytes)
    #expect(count == 5 && bytes.starts(with: "word\n".utf8))
    close(ends[0])
    let (found, status) = POSIX.waitpid(process, options: 0)
    #expect(found == process && status >> 8 == 3)
    #expect(POSIX.spawn(["/absent"], streams: [0, 1, 2], defaultSignals: []).code == ENOENT)

    let counter = Counter()
    #expect(POSIX.startThread { counter.value.add(1, ordering: .sequentiallyConsistent) })
    let start = SteadyClock.seconds
    while counter.value.load(ordering: .sequentiallyConsistent) == 0,
      SteadyClock.seconds < start + 10
    { usleep(100) }
    #expect(counter.value.load(ordering: .sequentiallyConsistent) == 1)
  }

  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }
}
