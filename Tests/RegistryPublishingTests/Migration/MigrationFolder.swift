import Formats
import FoundationEssentials
import Locks
import ObjectStorage
import RegistryValidation
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

/// The folder of a test, in which `old` is migrated to `new`.
struct MigrationFolder {
  private var folder: TemporaryFolder { TemporaryFolder.current }

  /// Writes a registry to `old`.
  func write(_ old: OldRegistry) throws {
    try write(old.catalog, to: "old/catalog.json")
    for (name, text) in old.files { try write(text, to: "old/" + name) }
  }

  func write(_ text: String, to name: String) throws { try folder.write(text, to: name) }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: folder.path + "/" + name)
  }

  /// Makes a draft, and publishes it unless it is refused.
  @discardableResult
  func migrate(
    _ source: String = "old", to destination: String = "new",
    _ change: (inout Migrator.Options) throws -> Void = { _ in }
  ) async throws -> MigrationDraft {
    var options = Migrator.Options(now: SCRTime(seconds: 1_790_000_000))
    // The samples of old versions state a stop in a year without files.
    if source != destination { options.allowed = [.earlierEnd] }
    if source == "old", try text("old/catalog.json").hasPrefix("[") {
      options.fields = [("name", "A bucket"), ("contact", "Someone, a@example.org")]
    }
    try change(&options)
    let migrator = Migrator(
      folder.path + "/" + source, destination: folder.path + "/" + destination, options: options)
    let drafts = Lock<[MigrationDraft]>([])
    try await migrator.run { step in
      if case .drafted(let draft) = step { drafts.withLock { $0.append(draft) } }
    }
    return try #require(drafts.withLock { $0 }.last)
  }

  func text(_ name: String) throws -> String {
    let bytes = try FileStorage(copy: folder.path).bytes(of: name, limit: 1 << 24)
    return String(decoding: bytes, as: UTF8.self)
  }

  func lines(_ name: String) throws -> [String] {
    try text(name).split(separator: "\n").map(String.init)
  }

  func json(_ name: String) throws -> Node {
    try JSONParser.parse(Array(text(name).utf8)).root
  }

  /// The names of all files below a directory.
  func names(_ directory: String) throws -> Set<String> {
    let store = FileStorage(copy: folder.path + "/" + directory)
    return Set(try store.listAll().objects.map(\.key))
  }

  /// The contents of all files below a directory, by name.
  func contents(_ directory: String) throws -> [String: String] {
    let names = try names(directory)
    return Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try text(directory + "/" + $0)) })
  }

  /// The findings, except those that only a provider can fix.
  func findings(in directory: String, _ profile: Profile) async throws -> [String] {
    var validator = Validator()
    validator.profile = profile
    validator.now = SCRTime(seconds: 1_790_000_000)
    let report = try await validator.validate(
      ObjectTree(copy: folder.path + "/" + directory), named: directory)
    return report.findings.filter { !["CAT027", "DST026", "IDX016"].contains($0.rule) }.map {
      "\($0.rule) \($0.message)"
    }
  }
}
