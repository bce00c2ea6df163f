import Foundation

/// One run of a shell command that uses the built program.
struct ShellProcess {
  /// The exit code.
  let code: Int32
  /// The text on standard error.
  let error: String

  /// Runs a command to its end.
  ///
  /// - Parameters:
  ///   - line: The command; `TOOL` is replaced by the program, `DATA` by the faulty demonstration.
  ///   - folder: The working directory.
  /// - Throws: If the shell can't be started.
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
