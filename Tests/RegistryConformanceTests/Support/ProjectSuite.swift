import Formats
import FoundationEssentials
import RegistryConformance
import RegistryValidation
import Testing

/// The suite of this project, and this program's answers to it.
enum ProjectSuite {
  /// The folder of the package.
  static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(4).joined(separator: "/")

  /// The root of the suite.
  static let path = folder + "/Conformance"

  /// The suite, read once.
  static let suite = Result { try Suite(reading: path) }

  /// One run of the unchanged program, made once, with one process per core.
  static let plain = Task { try await run() }

  /// Runs cases against this program in this process.
  ///
  /// - Parameters:
  ///   - ids: The ids of the cases; empty for all.
  ///   - change: Makes the program worse.
  /// - Returns: The results.
  /// - Throws: When there is no suite.
  static func run(
    _ ids: [String] = [], change: (inout OwnAdapter.Options) -> Void = { _ in }
  ) async throws -> RunReport {
    var adapter = OwnAdapter.Options(toolVersion: "test")
    change(&adapter)
    var options = Runner.Options()
    options.filter.ids = ids
    options.jobs = ids.count == 1 ? 1 : 2
    return try await Runner(try suite.get(), adapter: .inProcess(adapter), options: options).run()
  }

  /// The program, which is next to the bundle of the tests.
  static var executable: String {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    for _ in 0..<4 {
      let tool = folder.appending(path: "scregistry")
      if FileManager.default.isExecutableFile(atPath: tool.path) { return tool.path }
      folder = folder.deletingLastPathComponent()
    }
    return "scregistry"
  }
}
