import FoundationEssentials
import Glibc
import Testing

/// A folder that exists while a test runs.
package struct TemporaryFolder: Sendable {
  /// The path, without a final slash.
  package let path: String

  /// The folder of the running test; the working directory outside of ``temporaryFolder``.
  @TaskLocal package static var current = TemporaryFolder(path: ".")

  /// Names a folder that exists.
  package init(path: String) { self.path = path }

  /// Makes a file, and its parent folders.
  package func write(_ text: String, to name: String) throws {
    try makeFolder(name.split(separator: "/").dropLast().joined(separator: "/"))
    try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
  }

  /// Makes a file of bytes, and its parent folders.
  package func write(_ bytes: [UInt8], to name: String) throws {
    try makeFolder(name.split(separator: "/").dropLast().joined(separator: "/"))
    try Data(bytes).write(to: URL(filePath: path + "/" + name))
  }

  /// Reads a file.
  package func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path + "/" + name)), as: UTF8.self)
  }

  /// Makes a folder, and its parent folders.
  package func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path + "/" + name, withIntermediateDirectories: true)
  }

  /// Removes a file.
  package func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path + "/" + name)
  }

  /// Makes a symbolic link to a path, which is relative to the folder of the link.
  package func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path + "/" + name, withDestinationPath: target)
  }

  /// Makes a named pipe without a writer.
  package func makePipe(_ name: String) throws {
    try #require(unsafe mkfifo(path + "/" + name, 0o600) == 0)
  }

  /// Makes an empty file whose name need not be UTF-8.
  package func makeFile(_ name: [UInt8]) throws {
    let bytes = (Array(path.utf8) + [0x2F] + name + [0]).map { CChar(bitPattern: $0) }
    let descriptor = unsafe open(bytes, O_CREAT | O_WRONLY, 0o600)
    try #require(descriptor >= 0)
    close(descriptor)
  }
}

/// Gives each test a separate folder.
package struct TemporaryFolderTrait: TestTrait, SuiteTrait, TestScoping {
  /// Each test of a suite gets a separate folder.
  package let isRecursive = true

  /// Only test cases get a folder.
  package func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
    testCase == nil ? nil : self
  }

  /// Runs a test case in a new folder.
  package func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let path =
      FileManager.default.temporaryDirectory.path(percentEncoded: false)
      + "/scregistry-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await TemporaryFolder.$current.withValue(TemporaryFolder(path: path)) {
      try await function()
    }
  }
}

extension Trait where Self == TemporaryFolderTrait {
  /// Gives each test a separate folder, ``TemporaryFolder/current``, removed at its end.
  package static var temporaryFolder: Self { Self() }
}
