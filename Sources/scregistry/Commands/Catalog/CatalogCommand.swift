internal import ArgumentParser
internal import Formats
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Edits single entries of a catalog.
  struct CatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "catalog", abstract: "Edit single entries of a catalog, or compare catalogs.",
      discussion: """
        scregistry checks the new catalog before it writes it, and refuses changes that cause new \
        errors. If somebody else changed the catalog in the meantime, it is not written.

        Exit codes: 0 changed, or nothing to do; 1 refused, or the catalogs differ; 2 wrong usage; \
        3 the catalog can't be read; 4 it can't be written.
        """,
      subcommands: [Add.self, Remove.self, Set.self, Rename.self, Merge.self, Difference.self])

    func run() throws { throw MissingCommand(help: Self.helpMessage()) }
  }
}

/// The options that all commands that edit catalogs share.
struct CatalogEditing: ParsableArguments {
  @Argument(help: "The directory or address of the registry.")
  var registry: String

  @Flag(help: "Show the change, and write nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Keep replaced files in this directory of the registry, in a folder named by the time.",
      valueName: "directory"))
  var archive: String?

  @Flag(help: "Write the change even if it is refused.")
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

  /// Reads a JSON document for an edit.
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
  /// The exit code of this error.
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

    @Argument(help: "The JSON file of the entry, or - for standard input.")
    var entry: String

    func run() async throws { try await editing.make(.add(CatalogEditing.document(entry))) }
  }

  /// Removes entries.
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove the entries of datasets, but not their index files.")

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The ids of the datasets.")
    var ids: [String]

    func run() async throws { try await editing.make(.remove(ids)) }
  }

  /// Sets fields.
  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set fields of an entry, or of the catalog itself.")

    @OptionGroup var editing: CatalogEditing

    @Option(help: "Change the dataset with this id (default: the catalog itself).")
    var id: String?

    @Argument(
      help: "FIELD=STRING, FIELD:=JSON for other values, or FIELD: to remove the field.")
    var fields: [String]

    func run() async throws {
      try await editing.make(.set(id: id, try fields.map(Self.field)))
    }

    private static func field(_ text: String) throws -> (field: String, value: JSONValue?) {
      if text.hasSuffix(":"), !text.contains("=") { return (String(text.dropLast()), nil) }
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw ValidationError(
          "\(TextStyle.harmless(text)) is not FIELD=STRING, FIELD:=JSON or FIELD:")
      }
      let value = String(text[text.index(after: equals)...])
      guard text[text.index(before: equals)] == ":" else {
        return (String(text[..<equals]), .string(value))
      }
      guard let document = try? JSONParser.parse(Array(value.utf8)) else {
        throw ValidationError("\(TextStyle.harmless(value)) is not JSON")
      }
      return (String(text[..<text.index(before: equals)]), .node(document.root))
    }
  }

  /// Gives a dataset another id.
  struct Rename: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change the id of a dataset, and rename its index files.")

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
      abstract: "Add the entries of another catalog; existing ids keep their entry.")

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The file of the other catalog, or - for standard input.")
    var other: String

    @Flag(help: "Replace the entries of existing ids.")
    var replace = false

    func run() async throws {
      try await editing.make(.merge(CatalogEditing.document(other), replaces: replace))
    }
  }

  /// Compares catalogs.
  struct Difference: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff", abstract: "Show how two catalogs differ, field by field.")

    @Argument(help: "The file of the old catalog.")
    var before: String

    @Argument(help: "The file of the new catalog.")
    var after: String

    @Option(help: "Write text or json")
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
