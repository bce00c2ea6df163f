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
  /// Where files lie in the checkout around the working directory.
  ///
  /// - Parameters:
  ///   - configuration: The configuration, whose paths begin where it lies.
  ///   - sourceMap: What the command line says of copies of buckets; it comes first.
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
