internal import ArgumentParser
internal import Glibc
internal import RegistryValidation
internal import SharedCloudRegistry

/// Which configuration is used.
struct ConfigurationOptions: ParsableArguments {
  @Option(help: "The configuration file; otherwise the nearest scregistry.yml is used.")
  var config: String?

  @Flag(help: "Use no configuration file.")
  var noConfig = false

  @Flag(
    help: "Print what applies and where it comes from, for the files and datasets named as targets."
  )
  var showConfig = false

  func validate() throws {
    guard config == nil || !noConfig else {
      throw ValidationError("--config and --no-config can't be given together")
    }
  }

  /// Finds and reads the configuration; nil if there is none or none is wanted.
  ///
  /// - Throws: `ToolExit` with 2 after saying everything that is wrong with it.
  func read() throws -> Configuration? {
    guard !noConfig else { return nil }
    do throws(ConfigurationError) {
      if let config { return try ConfigurationFile.read(config) }
      guard let directory = WorkingDirectory.path else { return nil }
      let home = Streams().environment("HOME")
      let path = try ConfigurationFile.find(from: directory, home: home)
      guard let path else { return nil }
      return try ConfigurationFile.read(path)
    } catch {
      Streams().writeError(error.description)
      throw ToolExit(code: 2)
    }
  }
}

extension SourcePlaces {
  /// Where a configuration and what it names lie in the repository.
  init(_ configuration: Configuration?) {
    self.init()
    guard let configuration else { return }
    let base = WorkingDirectory.repository ?? WorkingDirectory.path
    if let base, base != WorkingDirectory.path { root = base == "/" ? "/" : base + "/" }
    if let base, let path = WorkingDirectory.absolute(configuration.path),
      let file = Self.path(path, below: base)
    {
      self.configuration = file
      let directory = file.dropLast(file.split(separator: "/").last?.count ?? 0)
      sourceMap = configuration.sourceMap.map {
        .init(prefix: $0.value.prefix, path: directory + $0.value.path)
      }
    }
    targetLines = configuration.targetLines
  }

  private static func path(_ path: String, below directory: String) -> String? {
    let prefix = directory == "/" ? "/" : directory + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
  }
}
