import Foundation

/// One run of the built program, and its result.
struct ToolProcess {
  /// The exit code.
  let code: Int32
  /// The text on standard output.
  let output: String
  /// The text on standard error.
  let error: String

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: The arguments after the program's name.
  ///   - input: The text of standard input.
  ///   - environment: Variables to set. Others that colour text or name a CI system are unset.
  ///   - directory: The working directory; nil for that of the tests.
  /// - Throws: If the program can't be started.
  init(
    _ arguments: [String], input: String = "", environment: [String: String] = [:],
    directory: URL? = nil
  ) throws {
    let folder = try ScratchFolder()
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = directory
    var variables = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "FORCE_COLOR", "TERM", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"] {
      variables[name] = nil
    }
    process.environment = variables.merging(environment) { $1 }
    // Files instead of pipes, which must be read while the program runs.
    process.standardInput = try FileHandle(forReadingFrom: folder.write(input, to: "in"))
    let outputs = try ["out", "err"].map { try folder.write("", to: $0) }
    process.standardOutput = try FileHandle(forWritingTo: outputs[0])
    process.standardError = try FileHandle(forWritingTo: outputs[1])
    try process.run()
    process.waitUntilExit()
    code = process.terminationStatus
    output = String(decoding: try Data(contentsOf: outputs[0]), as: UTF8.self)
    error = String(decoding: try Data(contentsOf: outputs[1]), as: UTF8.self)
  }

  /// The variable with the path of the program, such as the one built for release.
  private static let variable = "TESTED_PROGRAM"

  /// The program that the environment names; else it is in a folder above the bundle of the tests.
  static var executable: URL {
    if let path = ProcessInfo.processInfo.environment[variable] { return URL(filePath: path) }
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    for _ in 0..<4 {
      let tool = folder.appending(path: "scregistry")
      if FileManager.default.isExecutableFile(atPath: tool.path) { return tool }
      folder = folder.deletingLastPathComponent()
    }
    return URL(filePath: "scregistry")
  }
}

/// A folder for one test, removed after its last use.
final class ScratchFolder {
  /// The address of the folder.
  let url: URL

  /// Makes an empty folder.
  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file, and the folders above it.
  ///
  /// - Returns: The address of the file.
  @discardableResult
  func write(_ text: String, to path: String) throws -> URL {
    let file = url.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file
  }
}
