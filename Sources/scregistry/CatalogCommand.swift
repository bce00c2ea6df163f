internal import ArgumentParser
internal import Formats
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Changes entries of a catalog by hand.
  struct CatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "catalog", abstract: "Change single entries of a catalog, or compare catalogs.",
      discussion: """
        The new catalog is checked before it is written: what would bring new errors is refused. \
        It is written only if nobody else has changed it in between.

        Exit codes: 0 changed, or nothing to do; 1 refused, or catalogs differ; 2 wrong usage; 3 \
        the catalog can't be read; 4 it can't be written.
        """,
      subcommands: [Add.self, Remove.self, Set.self, Rename.self, Merge.self, Difference.self])

    func run() throws { throw MissingCommand(help: Self.helpMessage()) }
  }
}

/// What the commands have in common that edit catalogs.
struct CatalogEditing: ParsableArguments {
  @Argument(help: "The directory or address of the registry.")
  var registry: String

  @Flag(help: "Change nothing; write how the catalog would differ.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Keep what is replaced in this directory of the registry, below the time.",
      valueName: "directory"))
  var archive: String?

  @Flag(help: "Change it in spite of what is refused.")
  var force = false

  @OptionGroup var storage: StorageArguments

  /// Makes an edit.
  func make(_ edit: CatalogEdit, in document: EditedDocument = .catalog) async throws {
    var editor = CatalogEditor(
      registry, storage: storage.flags.options(over: nil), now: Clock.today)
    editor.document = document
    do {
      var draft = try await editor.draft(edit)
      Streams().writeOutput(Array(draft.differenceText(document).utf8))
      for refusal in draft.plan.refusals {
        Streams().writeError("refused: " + TextStyle.harmless(refusal.reason) + "\n")
      }
      guard draft.plan.refusals.isEmpty || force else { throw ToolExit(code: 1) }
      if dryRun { return }
      if let archive {
        try await draft.keepOld(in: PublishingOptions.archiveDirectory(archive))
      }
      try await draft.place()
    } catch let error as PublishingError {
      Streams().writeError(TextStyle.harmless("\(error)") + "\n")
      throw ToolExit(code: error.toolExitCode)
    }
  }

  /// Reads a JSON document that an edit takes.
  static func document(_ path: String) throws -> Document {
    let (name, bytes) = try InputFile.read(path)
    do throws(SyntaxFault) {
      return try JSONParser.parse(bytes)
    } catch {
      let place = LineIndex(bytes).position(at: error.offset)
      Streams().writeError(
        TextStyle.harmless("\(name):\(place.line):\(place.column): \(error.message)") + "\n")
    }
    throw ToolExit(code: 2)
  }
}

extension PublishingError {
  /// The exit code that it stands for.
  var toolExitCode: Int32 {
    switch code {
    case .write, .conflict: 4
    case .mission: 2
    case .source, .destination: 3
    }
  }
}

extension ScregistryTool.CatalogCommand {
  /// Adds an entry.
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Add the entry of a dataset.")

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The file of the entry, in JSON; - for standard input.")
    var entry: String

    func run() async throws { try await editing.make(.add(CatalogEditing.document(entry))) }
  }

  /// Removes entries.
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove the entries of datasets; their index files stay.")

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The ids.")
    var ids: [String]

    func run() async throws { try await editing.make(.remove(ids)) }
  }

  /// Sets fields.
  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set fields of an entry, or of the catalog itself.")

    @OptionGroup var editing: CatalogEditing

    @Option(help: "The id of the dataset. (default: the catalog itself)")
    var id: String?

    @Argument(
      help: "FIELD=TEXT, FIELD:=JSON for what is no text, or FIELD: to remove it.")
    var fields: [String]

    func run() async throws {
      try await editing.make(.set(id: id, try fields.map(Self.field)))
    }

    private static func field(_ text: String) throws -> (field: String, value: JSONValue?) {
      if text.hasSuffix(":"), !text.contains("=") { return (String(text.dropLast()), nil) }
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw ValidationError("\(TextStyle.harmless(text)) is not of the form FIELD=TEXT")
      }
      let value = String(text[text.index(after: equals)...])
      guard text[text.index(before: equals)] == ":" else {
        return (String(text[..<equals]), .string(value))
      }
      guard let document = try? JSONParser.parse(Array(value.utf8)) else {
        throw ValidationError("\(TextStyle.harmless(value)) is no JSON")
      }
      return (String(text[..<text.index(before: equals)]), .node(document.root))
    }
  }

  /// Gives a dataset another id.
  struct Rename: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a dataset another id, and its index files the names of it.")

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The present id.")
    var old: String

    @Argument(help: "The new id.")
    var new: String

    func run() async throws { try await editing.make(.rename(old, to: new)) }
  }

  /// Adds the entries of another catalog.
  struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add the entries of another catalog; those of the same id stay.")

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The file of the other catalog; - for standard input.")
    var other: String

    @Flag(help: "Entries of the other catalog replace those of the same id.")
    var replace = false

    func run() async throws {
      try await editing.make(.merge(CatalogEditing.document(other), replaces: replace))
    }
  }

  /// Compares catalogs.
  struct Difference: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff", abstract: "Show how two catalogs differ, field by field.")

    @Argument(help: "The file of the catalog before.")
    var before: String

    @Argument(help: "The file of the catalog after.")
    var after: String

    @Option(help: "The form of the outcome: text or json.")
    var output = "text"

    func validate() throws {
      if !["text", "json"].contains(output) {
        throw ValidationError("--output must be text or json")
      }
    }

    func run() throws {
      let difference = CatalogDifference(
        from: try CatalogEditing.document(before), to: try CatalogEditing.document(after))
      Streams().writeOutput(output == "json" ? difference.json : Array(difference.text.utf8))
      throw ToolExit(code: difference.changes.isEmpty ? 0 : 1)
    }
  }
}
