internal import ArgumentParser
internal import Glibc
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// Which configuration is used.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: "Use this configuration file (default: the nearest scregistry.yml).", completion: .file())
  var config: String?

  @Flag(help: "Use no configuration file.")
  var noConfig = false

  @Flag(
    help: "Print all settings and where they come from, also for the files and datasets given.")
  var showConfig = false

  func validate() throws {
    guard config == nil || !noConfig else {
      throw ValidationError("--config and --no-config can't be used together")
    }
  }

  /// Finds and reads the configuration; nil if there is no file, or with `--no-config`.
  ///
  /// - Throws: `ConfigurationError` for all faults of the file.
  func read() throws -> Configuration? {
    guard !noConfig else { return nil }
    if let config { return try ConfigurationFile.read(config) }
    guard let directory = WorkingDirectory.path else { return nil }
    let path = try ConfigurationFile.find(
      from: directory, home: Streams().environment("HOME"))
    return try path.map(ConfigurationFile.read)
  }
}

extension SourcePlaces {
  /// Makes the places of files in the checkout around the working directory.
  ///
  /// - Parameters:
  ///   - configuration: The configuration; its paths are relative to its directory.
  ///   - sourceMap: The copies of buckets that the command line names; they come first.
  init(_ configuration: Configuration?, sourceMap: [Mapping]) {
    let file = configuration.flatMap { WorkingDirectory.absolute($0.path) }
    let directory = file.map { $0.prefix($0.count - ($0.split(separator: "/").last?.count ?? 0)) }
    let configured = (configuration?.sourceMap ?? []).map { entry in
      Mapping(prefix: entry.value.prefix, path: (directory ?? "") + entry.value.path)
    }
    self.init(
      workingDirectory: WorkingDirectory.path ?? "", sourceMap: sourceMap + configured,
      configuration: file, targetLines: configuration?.targetLines ?? [:])
  }
}

extension ConfigurationOptions {
  /// Reads the configuration for a command without `--show-config`.
  func readOnly() throws -> Configuration? {
    guard !showConfig else {
      throw ValidationError("--show-config works with scregistry validate only")
    }
    return try read()
  }
}
