internal import RegistryPublishing

/// Reads mission files.
enum MissionFile {
  /// Reads a mission file.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - isPublished: Whether the file may have no placeholders.
  /// - Returns: The mission.
  /// - Throws: `ConfigurationError` for the faults of the file; ``ToolFailure`` if it can't be read.
  static func read(_ path: String, isPublished: Bool = false) throws -> Mission {
    let (name, bytes) = try InputFile.read(path)
    let mission = try Mission(parsing: bytes, path: name)
    if isPublished { try mission.requireComplete() }
    return mission
  }
}
