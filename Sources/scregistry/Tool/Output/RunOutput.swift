internal import ArgumentParser
internal import RegistryConformance
internal import RegistryValidation

/// A format and its destination: `FORMAT` for standard output, or `FORMAT=PATH`.
struct RunOutput<Format: RawRepresentable & CaseIterable & Sendable>: Sendable
where Format.RawValue == String {
  /// The format.
  let format: Format
  /// The file; nil for standard output.
  let path: String?

  /// Takes a format for standard output.
  init(_ format: Format) {
    self.format = format
    path = nil
  }

  /// Reads an output.
  ///
  /// - Throws: `ValidationError` if there is no such format or no path.
  init(parsing text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let format = Format(rawValue: String(parts[0])) else {
      let known = Format.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "--output \(TextStyle.harmless(String(parts[0]))) is not a format; use one of \(known)")
    }
    guard parts.count == 1 || !parts[1].isEmpty else {
      throw ValidationError("--output \(TextStyle.harmless(text)) has no path after =")
    }
    self.format = format
    path = parts.count == 1 || parts[1] == "-" ? nil : String(parts[1])
  }

  /// Reads outputs, which must go to different places.
  ///
  /// - Parameters:
  ///   - texts: The outputs.
  ///   - usual: The default format.
  /// - Returns: The outputs.
  /// - Throws: `ValidationError`.
  static func all(_ texts: [String], usual: Format) throws -> [RunOutput] {
    let all = texts.isEmpty ? [RunOutput(usual)] : try texts.map(RunOutput.init(parsing:))
    let places = all.map { $0.path.map { FilePath.resolved($0) ?? $0 } ?? "" }
    guard Set(places).count == places.count else {
      throw ValidationError("two outputs go to one place; give each its own =PATH")
    }
    return all
  }

  /// Checks before a long run that the file can be written.
  ///
  /// - Throws: `ToolExit`, after it reports why not.
  func check() throws {
    guard let path else { return }
    do throws(WriteFailure) {
      try FileWriter.check(path)
    } catch {
      Streams().writeError(error.message)
      throw ToolExit(code: error.exitCode)
    }
  }

  /// Writes bytes to the destination.
  ///
  /// - Throws: `ToolExit` with 2 or 4, after it reports the failure.
  func write(_ bytes: [UInt8]) throws {
    if let path { return try FileWriter.write(bytes, to: path) }
    guard Streams().writeOutput(bytes) else { throw ToolExit(code: 4) }
  }
}
