import Foundation

/// One run of a shell line with the built program in it.
struct ShellProcess {
  /// The exit code.
  let code: Int32
  /// What came out on standard error.
  let error: String

  /// Runs a line to its end.
  ///
  /// - Parameters:
  ///   - line: The line; `TOOL` stands for the program and `DATA` for the faulty demonstration.
  ///   - folder: The working directory.
  /// - Throws: When the shell can't be started.
  init(_ line: String, in folder: ScratchFolder) throws {
    let outside = try ScratchFolder()
    let errors = try outside.write("", to: "err")
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [
      "-c",
      line.replacingOccurrences(of: "TOOL", with: "'\(ToolProcess.executable.path)'")
        .replacingOccurrences(of: "DATA", with: "'\(TestData.faulty)'"),
    ]
    process.currentDirectoryURL = folder.url
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    code = process.terminationStatus
    error = try String(contentsOf: errors, encoding: .utf8)
  }
}
