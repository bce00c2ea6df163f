internal import ArgumentParser
internal import Formats
internal import RegistryPublishing
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// The options that all commands that edit catalogs share.
struct CatalogEditing: ParsableArguments {
  @Argument(help: "The directory or address of the registry.", completion: .file())
  var registry: String

  @Flag(name: [.long, .customShort("n")], help: "Show the change, and write nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Keep replaced files in this directory of the registry, in a folder named by the time.",
      valueName: "directory"))
  var archive: ArchiveDirectory?

  @Flag(help: "Write the change even if it is refused.")
  var force = false

  @OptionGroup var storage: StorageArguments

  /// Makes an edit.
  func make(_ edit: CatalogEdit, in document: EditedDocument = .catalog) async throws {
    var editor = CatalogEditor(
      registry, storage: storage.flags.options(over: nil), now: Clock.today)
    editor.document = document
    let settings = PublicationSettings(isDry: dryRun, isForced: force, archive: archive?.key)
    let output = StatusLine()
    let publication = try await editor.run(edit, settings: settings) {
      draft throws(PublishingError) in
      try output.write(plan: Array(draft.differenceText(document).utf8))
      let kept = draft.present.catalog.map { edit.keptNames(in: $0.root, document: document) } ?? []
      for name in kept {
        let line = "= \(name): kept; its other entry differs, and --replace takes that"
        try output.write(plan: Array((TextStyle.harmless(line) + "\n").utf8))
      }
      for refusal in draft.plan.refusals {
        let reason = TextStyle.harmless(refusal.reason)
        Streams().writeError(
          force ? "note: \(reason) (allowed by --force)\n" : "refused: \(reason)\n")
      }
    }
    try output.checkOutput()
    guard publication.outcome == .refused else { return }
    throw ToolFailure("nothing was written; pass --force to write anyway", exitCode: 1)
  }
}
