import Glibc
import RegistryValidation
import SharedCloudRegistry

/// Validates and reads a registry many times in one process, and writes what the process holds.
///
/// usage: soak-tool DIRECTORY DATASET TIMES
@main enum SoakTool {
  static func main() async throws {
    let words = CommandLine.arguments
    guard words.count == 4, let times = Int(words[3]) else { exit(2) }
    var expected: Int?
    for number in 0...times {
      let report = try await Validator().validate([words[1]])
      let findings = report.findings.count
      guard expected ?? findings == findings else {
        print("run \(number) has \(findings) findings, those before had \(expected ?? 0)")
        exit(1)
      }
      expected = findings
      var rows = 0
      let dataset = try await RegistryReader().bucket(at: words[1]).dataset(words[2])
      for try await _ in dataset.files(FileQuery()) { rows += 1 }
      if number % Swift.max(1, times / 20) == 0 {
        print(number, findings, rows, held("VmRSS:"), held("Threads:"), descriptors)
      }
    }
  }

  /// The number after a word in the status of the process.
  private static func held(_ word: String) -> Int {
    guard let file = unsafe fopen("/proc/self/status", "r") else { return -1 }
    defer { unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while unsafe fgets(&line, 256, file) != nil {
      let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let text = String(decoding: bytes, as: UTF8.self)
      if text.hasPrefix(word) { return Int(text.filter { $0.isNumber }) ?? -1 }
    }
    return -1
  }

  /// The number of open descriptors.
  private static var descriptors: Int {
    (0..<1024).count { fcntl(Int32($0), F_GETFD) >= 0 }
  }
}
