internal import ArgumentParser
internal import RegistryMirrors
internal import RegistryReports

/// Lists what to copy or to delete, and does nothing else.
struct MirrorRepairCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "List what to copy and to delete so that a mirror becomes the same.",
    discussion: """
      Reads the lines of mirror verify --objects. Nothing is copied or deleted: pass the list to \
      the program that it is for. scregistry skips objects whose copying may spread damage: those of which most \
      of several mirrors have another content than the source, and those that disagree with the \
      source's own index although the mirror's agree with it. Then the exit code is 1.

      Example:
        scregistry mirror repair objects.ndjson --as rclone --out files.txt
      """)

  @Argument(help: "The lines of mirror verify --objects; .gz is decompressed.", completion: .file())
  var objects: String

  @Option(help: "Write the list as keys, aws, rclone, s5cmd or batch-manifest.")
  var `as` = RepairList.Form.keys

  @Flag(help: "List the extra objects of the mirror, instead of those to copy.")
  var delete = false

  @Option(
    help: """
      List only this mirror, if several were verified together; name it as there.
      """)
  var copy: String?

  @Option(help: "Copy from this root, such as s3://source/.")
  var source: String?

  @Option(help: "Copy to this root, such as s3://mirror/.")
  var mirror: String?

  @Option(
    help: ArgumentHelp("Map addresses as mirror verify did. Repeatable.", valueName: "from=to"))
  var map: [String] = []

  @Option(
    name: .shortAndLong, help: "Write this file (default: standard output).",
    completion: .file())
  var out: LocalDestination?

  func run() async throws {
    var list: [UInt8] = []
    var refused = RepairList.Refusals()
    do throws(MirrorError) {
      var repair = try RepairList(
        `as`, action: delete ? .delete : .copy, source: source, mirror: mirror, maps: map)
      repair.copy = copy
      refused = try await repair.learn(from: objects)
      try await repair.read(objects) { list += $0 }
    } catch {
      throw MirrorRun.exit(error)
    }
    if let out, out.word != "-" {
      try FileWriter.put(list, at: out.word)
    } else {
      try Streams().writeOutput(list)
    }
    // A list to delete has only objects that the source lacks, and the other way around.
    let leftOut =
      delete
      ? [(refused.kept, "the source does not have them, and most copies have the same")]
      : [
        (refused.outvoted, "most copies have another content than the source"),
        (
          refused.doubtful,
          "the source's object disagrees with the source's own index, and the mirror's agrees with it"
        ),
      ]
    for (keys, reason) in leftOut where !keys.isEmpty {
      let names = keys.prefix(3).joined(separator: ", ")
      Streams().writeError(
        TextStyle.harmless(
          "\(keys.count.counted("object")) left out, such as \(names): \(reason), so look at the "
            + "source first") + "\n")
    }
    guard leftOut.allSatisfy(\.0.isEmpty) else { throw ToolExit(code: 1) }
  }
}
