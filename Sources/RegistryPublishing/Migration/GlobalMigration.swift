internal import Files
internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Brings the list of the network's buckets to version 1.1.
struct GlobalMigration {
  private let migrator: Migrator
  private let file = EditedDocument.registry

  /// Creates a global migration.
  init(_ migrator: Migrator) { self.migrator = migrator }

  /// Makes the draft.
  func draft() async throws(PublishingError) -> MigrationDraft {
    let (list, present) = try await read()
    var plan = MigrationPlan(
      source: list.address, version: list.version,
      dialect: DialectDetection(root: list.root, entries: []).dialect.versions, endpoint: "",
      policy: migrator.options.policy.text)
    let members = members(of: list.root, into: &plan.changes)
    var draft = RegistryDraft(RegistryPlan(destination: migrator.destination), over: present)
    draft.plan.allowed = migrator.options.allowed
    draft.plan.isNew = present.catalog == nil
    if let other = present.catalog, other.source != list.root.document.source,
      Self.text(members, date: nil) != Self.text(self.members(of: other.root), date: nil)
    {
      draft.plan.refuse(unless: .otherBucket, reason: "the destination has another registry")
    }
    let date = Self.date(of: list.root) ?? migrator.options.now.text(precision: .second)
    let text = Self.text(members, date: date)
    let isSame = present.catalog.map {
      Self.text(self.members(of: $0.root), date: nil) == Self.text(members, date: nil)
        && $0.root["version"]?.string == "1.1" && Self.date(of: $0.root) != nil
        && Self.text(self.members(of: $0.root), date: Self.date(of: $0.root))
          == JSONWriter.write($0.root)
    }
    if isSame == true { return MigrationDraft(registry: draft, plan: plan) }
    draft.plan.changesCatalog = true
    draft.objects = [.init(key: file.fileName, content: .bytes(text), etag: present.etag)]
    try await refuseErrors(in: text, into: &draft.plan)
    return MigrationDraft(registry: draft, plan: plan)
  }

  private func read() async throws(PublishingError) -> (GlobalRegistry, PresentRegistry) {
    let isDirectory = PathKind(migrator.source) == .directory
    let root = migrator.source.directoryAddress
    var options = RegistryReader.Options()
    options.storage = migrator.options.storage
    let list: GlobalRegistry
    do throws(ReadingError) {
      list = try await RegistryReader(options).globalRegistry(
        at: isDirectory ? root + file.fileName : migrator.source)
    } catch {
      throw PublishingError(.source, from: error)
    }
    do throws(ReadingError) {
      return (
        list,
        try await PresentRegistry.read(
          migrator.destination, endpoint: nil, storage: migrator.options.storage, document: file)
      )
    } catch {
      throw PublishingError(.destination, from: error)
    }
  }

  private func refuseErrors(
    in text: [UInt8], into plan: inout RegistryPlan
  ) async throws(PublishingError) {
    var validator = Validator(publishingAt: migrator.options.now)
    validator.depth = .metadata
    let tree = ObjectTree(memory: [file.fileName: text])
    do throws(TargetError) {
      let report = try await validator.validate(tree, named: migrator.destination)
      for finding in report.findings where finding.severity == .error {
        plan.refuse(
          unless: .rules, reason: "it would break rule \(finding.rule): \(finding.message)")
      }
    } catch {
      throw PublishingError(.destination, address: error.target, detail: error.detail)
    }
  }
}

// MARK: - Fields

extension GlobalMigration {
  /// The date of the last change; some files name it modification.
  private static func date(of root: Node) -> String? {
    let node = root["modificationDate"] ?? root["modification"]
    return node?.string.flatMap { FieldRepair.time($0) }
  }

  private static func text(_ members: [EntryMigration.Member], date: String?) -> [UInt8] {
    var head: [EntryMigration.Member] = [("version", "1.1")]
    if let date { head.append(("modificationDate", .string(date))) }
    return JSONWriter.write(.object(head + members))
  }

  private func members(of root: Node) -> [EntryMigration.Member] {
    var changes: [String] = []
    return members(of: root, into: &changes)
  }

  /// The members other than version and date.
  private func members(of root: Node, into changes: inout [String]) -> [EntryMigration.Member] {
    var members: [EntryMigration.Member] = []
    for member in root.members {
      let key = member.key.text
      switch key {
      case "version", "modificationDate": continue
      case "modification": changes.append("modification renamed to modificationDate")
      case "registry":
        members.append(
          (key, .array(member.value.elements.map { Self.entry($0, into: &changes) })))
      default:
        if DialectDetection.versionKeys.contains(key) {
          changes.append("\(key) renamed to version")
        } else if member.value.kind != .null {
          members.append((key, .node(member.value)))
        }
      }
    }
    return members
  }

  private static func entry(_ node: Node, into changes: inout [String]) -> JSONValue {
    guard node.kind == .object else { return .node(node) }
    var members: [EntryMigration.Member] = []
    for member in node.members where member.value.kind != .null {
      guard member.key.text == "endpoint", let text = member.value.string, !text.hasSuffix("/")
      else {
        members.append((member.key.text, .node(member.value)))
        continue
      }
      changes.append("final slash added to \(text)")
      members.append(("endpoint", .string(text + "/")))
    }
    return .object(members)
  }
}
