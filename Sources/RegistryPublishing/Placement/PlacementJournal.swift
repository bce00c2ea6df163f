internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// The steps that put staged files in place, with a seal that shows who wrote them.
///
/// A journal may have come with its directory: in a pull request, a synced copy, an archive. It is
/// carried out only if this user wrote it on this machine, for this directory. The seal covers the
/// steps and the numbers of both directories in their file system, which no copy has.
struct PlacementJournal: Sendable {
  /// A step: a staged file moves to a key; without a file, the key is deleted.
  struct Step: Sendable, Hashable {
    /// The name of the staged file.
    var file: String?
    /// The key in the registry.
    var key: String
    /// The state of the key when the journal was written; empty if it was absent, nil in a journal
    /// of an earlier version.
    var before: String?
    /// The state of the staged file; nil without one.
    var after: String?
    /// The SHA-256 of the key's content when the journal was written; empty if it was absent, nil in
    /// a journal of an earlier version.
    var contentBefore: String?
    /// The SHA-256 of the staged file; nil without one.
    var contentAfter: String?
  }

  /// The name of the file in the staging directory.
  static let name = "journal.json"
  /// The largest journal, in bytes.
  private static let limit = 256 << 20

  /// The steps, in order.
  let steps: [Step]

  /// The content of the file.
  ///
  /// - Parameters:
  ///   - root: The directory of the registry.
  ///   - staging: The staging directory.
  ///   - secret: The secret of the user; nil for a journal that can't be resumed.
  /// - Returns: JSON.
  func bytes(
    _ root: ConfinedDirectory, staging: ConfinedDirectory, secret: UserSecret?
  ) -> [UInt8] {
    let seal = secret?.seal(sealedText(root, staging: staging)) ?? ""
    return JSONWriter.write(["seal": .string(seal), "steps": value])
  }

  /// Reads and checks a journal.
  ///
  /// - Parameters:
  ///   - root: The directory of the registry.
  ///   - staging: The staging directory.
  ///   - secret: The secret of the user; nil without one.
  /// - Throws: `StoreError` if it can't be read, or somebody else wrote it, or for another
  ///   directory.
  init(
    reading root: ConfinedDirectory, staging: ConfinedDirectory, secret: UserSecret?
  ) throws(StoreError) {
    let path = staging.path + "/" + Self.name
    guard let status = staging.status(of: Self.name), status.kind == 0o100_000, status.isOwn,
      staging.status?.isOwn == true, let secret
    else { throw Self.foreign(staging) }
    let bytes = try FileStorage(copy: staging.path).bytes(of: Self.name, limit: Self.limit)
    guard let document = try? JSONParser.parse(bytes).root else {
      throw StoreError(.malformed, address: path, detail: "the journal is not JSON")
    }
    steps =
      (document["steps"]?.elements).map { steps in
        steps.map { step in
          Step(
            file: step["file"]?.string, key: step["key"]?.string ?? "",
            before: step["before"]?.string, after: step["after"]?.string,
            contentBefore: step["contentBefore"]?.string,
            contentAfter: step["contentAfter"]?.string)
        }
      } ?? []
    guard let seal = document["seal"]?.string,
      seal == secret.seal(sealedText(root, staging: staging))
    else { throw Self.foreign(staging) }
  }

  /// Creates a journal.
  ///
  /// - Parameter steps: The steps.
  init(_ steps: [Step]) { self.steps = steps }

  private func sealedText(_ root: ConfinedDirectory, staging: ConfinedDirectory) -> [UInt8] {
    let numbers = [root.status?.number, staging.status?.number].map { $0.map(String.init) ?? "" }
    return Array("scregistry journal 1\n\(numbers.joined(separator: "\n"))\n".utf8)
      + JSONWriter.write(value)
  }

  private var value: JSONValue {
    .array(
      steps.map { step in
        let members: [(key: String, value: String?)] = [
          ("file", step.file), ("key", step.key), ("before", step.before), ("after", step.after),
          ("contentBefore", step.contentBefore), ("contentAfter", step.contentAfter),
        ]
        return .object(
          members.compactMap { name, text in text.map { (key: name, value: .string($0)) } })
      })
  }

  private static func foreign(_ staging: ConfinedDirectory) -> StoreError {
    StoreError(
      .forbiddenAddress, address: staging.path,
      detail: "its \(name) was not written by this user on this machine for this directory, so it "
        + "is not carried out; delete \(staging.path) to publish again")
  }
}
