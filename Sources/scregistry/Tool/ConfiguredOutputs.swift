internal import RegistryReports
internal import RegistryValidation

/// The files that a configuration makes the program write.
///
/// A configuration may come with a pull request, and so may a link: what it names must be in its
/// directory after links are resolved.
enum ConfiguredOutputs {
  /// Checks the outputs, before anything is written.
  ///
  /// - Parameter applied: The command line and the configuration.
  /// - Throws: `ToolExit` with 2, after it reports the first that leads out.
  static func check(_ applied: AppliedConfiguration) throws {
    guard let configuration = applied.configuration else { return }
    for output in applied.outputs {
      guard case .configuration(let line) = output.origin,
        case .path(let path) = try Destination<ReportFormat>(parsing: output.value).place
      else { continue }
      try check(path, of: configuration, line: line)
    }
  }

  /// The baseline that a configuration names.
  ///
  /// - Parameter configuration: The configuration; nil if none exists.
  /// - Returns: The path of the baseline; nil if it names none.
  /// - Throws: `ToolExit` with 2, after it reports that the file is elsewhere.
  static func baseline(of configuration: Configuration?) throws -> String? {
    guard let configuration, let baseline = configuration.baseline else { return nil }
    try check(baseline.value, of: configuration, line: baseline.line)
    return baseline.value
  }

  /// Checks one file that a configuration names.
  ///
  /// - Parameters:
  ///   - path: The file, which need not exist.
  ///   - configuration: The configuration.
  ///   - line: The line that names it.
  /// - Throws: `ToolExit` with 2, after it reports that the file is elsewhere.
  static func check(_ path: String, of configuration: Configuration, line: Int) throws {
    let directory = configuration.directory.isEmpty ? "." : configuration.directory
    guard let root = FilePath.resolved(directory), let place = FilePath.resolved(path) else {
      return
    }
    let base = root == "/" ? "/" : root + "/"
    guard !place.utf8.starts(with: base.utf8) else { return }
    let text =
      "\(configuration.path):\(line): \(path) leads out of the directory of the configuration, to "
      + "\(place); name a file in \(root), or pass it on the command line"
    Streams().writeError(TextStyle.harmless(text) + "\n")
    throw ToolExit(code: 2)
  }
}
