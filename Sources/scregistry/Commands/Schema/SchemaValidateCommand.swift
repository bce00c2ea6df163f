internal import ArgumentParser
internal import Files
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool.SchemaCommand {
  /// Checks files against a schema.
  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "validate", abstract: "Check JSON and YAML files against a JSON Schema.",
      discussion: """
        scregistry downloads nothing. It knows the built-in schemas by their URIs; pass any other \
        schema that yours refers to with --resource.

        The built-in schemas describe complete documents. They also require keys that the \
        specification only lists, such as egress, for which scregistry validate has an info.

        Exit codes: 0 all files are valid; 1 at least one is not; 2 the schema or a file can't be \
        used.

        Examples:
          scregistry schema validate catalog copy/catalog.json
          scregistry schema validate my.schema.json data.yaml
        """)

    @Argument(
      help: "A schema file (JSON or YAML), or the name of a built-in schema.", completion: .file())
    var schema: String

    @Argument(help: "JSON or YAML files, or - for standard input.", completion: .file())
    var instances: [String]

    @Option(help: "Use the built-in schema of this version of the spec")
    var spec = "1.1"

    @Option(help: "Add a schema as URI=PATH, with the URI of $ref. Repeatable.")
    var resource: [String] = []

    @Flag(help: "Assert the standard formats, such as date-time and uri.")
    var assertFormat = false

    @Option(name: .shortAndLong, help: "Write text or json")
    var output = OutputForm.text

    @Option(help: "Colour text: auto, always or never")
    var color = ColorChoice.auto

    @Flag(name: .shortAndLong, help: "Write no summary.")
    var quiet = false

    func validate() throws {
      guard ([schema] + instances).filter({ $0 == "-" }).count < 2 else {
        throw ValidationError("- appears twice; standard input can be read only once")
      }
    }

    func run() throws {
      var validation = try makeValidation()
      let report = SchemaReport(usesColor: Streams().usesColor(color))
      var outcomes: [SchemaValidation.Outcome] = []
      var unread: [SchemaProblem] = []
      for instance in instances {
        do throws(SchemaProblem) {
          outcomes.append(try validation.check(try SchemaText(path: instance)))
        } catch {
          unread.append(error)
          Streams().writeError(SchemaReport().text(of: error))
          continue
        }
        if output == .text, let outcome = outcomes.last {
          try OutputPlace.descriptor(1).write(Array(report.text(of: outcome).utf8))
        }
      }
      if output == .json {
        try OutputPlace.descriptor(1).write(report.json(outcomes, schema: schema, unread: unread))
      }
      let invalid = outcomes.filter { !$0.findings.isEmpty }.count
      if !quiet {
        let failed = unread.isEmpty ? "" : ", \(unread.count) not read"
        Streams().writeError("\(outcomes.count - invalid) valid, \(invalid) invalid\(failed)\n")
      }
      throw ToolExit(code: !unread.isEmpty ? 2 : invalid > 0 ? 1 : 0)
    }
  }
}

// MARK: - The schema

extension ScregistryTool.SchemaCommand.Apply {
  /// Reads the schemas.
  private func makeValidation() throws -> SchemaValidation {
    let references = try resource.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ValidationError(
          "--resource \(TextStyle.harmless(text)) is not URI=PATH")
      }
      return (uri: parts[0], path: parts[1])
    }
    let builtIn = try builtInSchema()
    var resources: [(uri: String, text: SchemaText)] = []
    for (uri, path) in references { resources.append((uri, try SchemaText(path: path))) }
    let source: SchemaValidation.Source =
      if let builtIn { .builtIn(builtIn) } else { .text(try SchemaText(path: schema)) }
    let validation = try SchemaValidation(source, resources: resources, assertsFormat: assertFormat)
    warn(of: validation.unknownFormats)
    return validation
  }

  /// The named built-in schema; nil if the argument names a file.
  ///
  /// If a file has the name of a built-in schema, only a bare name such as `catalog` means the
  /// built-in schema.
  private func builtInSchema() throws -> BuiltInSchema? {
    if schema == "-" { return nil }
    let isFile = PathKind(schema) != .absent
    let isBareName = !schema.contains("/") && !schema.contains(".")
    if isFile && !isBareName { return nil }
    do {
      return try SchemaLibrary.standard.found(schema, spec: spec, orElse: "no such file, and ")
    } catch {
      if isFile { return nil }
      throw error
    }
  }

  private func warn(of formats: [String]) {
    guard assertFormat, !quiet, !formats.isEmpty else { return }
    let names = formats.map(TextStyle.harmless).joined(separator: ", ")
    Streams().writeError("not asserted, since scregistry does not know them: format \(names)\n")
  }
}
