internal import Formats
internal import ObjectStorage
internal import Patterns
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// Recomputes a statement that somebody published.
public struct StatementCheck: Sendable {
  let root: Node
  private let bytes: [UInt8]

  /// Reads a statement.
  ///
  /// - Parameters:
  ///   - bytes: The statement.
  ///   - name: The file, for messages.
  /// - Throws: ``MirrorError`` if it is no statement.
  public init(_ bytes: [UInt8], named name: String) throws(MirrorError) {
    self.bytes = bytes
    do throws(UnusableFile) {
      root = try OwnFormat("mirror-statement.schema.json").root(of: bytes, name: name)
    } catch {
      throw MirrorError(.usage, saying: "\(error)")
    }
  }

  /// The source that the statement names.
  public var source: String { root["source"]?["endpoint"]?.text ?? "" }

  /// The mirror that the statement names.
  public var mirror: String { root["mirror"]?["endpoint"]?.text ?? "" }

  /// The lists of checksums that the statement rests on, by the path and SHA-256 that it names.
  public var checksumLists: [(uri: String, sha256: String)] {
    let evidence = root["verification"]?["evidence"]?.elements.map(\.self) ?? []
    return evidence.filter { $0["kind"]?.string == "checksums" }.map {
      ($0["uri"]?.string ?? "", $0["sha256"]?.string ?? "")
    }
  }

  /// Whether the digest in the statement is that of the statement: nobody edited it.
  public func isUnchanged() -> Bool {
    let members = root.members.filter { $0.key.text != "digest" }.map {
      (key: $0.key.text, value: JSONValue.node($0.value))
    }
    let digest = Digest.sha256(JSONWriter.writeHarmless(.object(members)))
    return Digest.hexadecimal(digest) == root["digest"]?.string
  }

  /// Sets the options of a verification as the statement has them.
  ///
  /// - Parameter options: Gets map, scope, level and sample; the rest stays.
  /// - Throws: ``MirrorError`` if the statement has a scope that can't be recomputed.
  public func configure(_ options: inout MirrorOptions) throws(MirrorError) {
    options.maps =
      root["map"]?.elements.map { pair in
        pair.elements.map(\.text).joined(separator: "=")
      } ?? []
    options.demandsDatasets = false
    let entries = root["scope"]?.elements.map(\.self) ?? []
    let ids = entries.compactMap { $0["id"]?.string }
    do throws(GlobError) {
      options.scope.datasets = try ids.map { id throws(GlobError) in
        try GlobPattern(Self.escaped(id))
      }
      for (name, path) in [
        ("include", \MirrorScope.include), ("exclude", \MirrorScope.exclude),
      ] {
        for text in entries.first?[name]?.elements.map(\.text) ?? [] {
          options.scope[keyPath: path].append(try GlobPattern(text))
        }
      }
    } catch {
      throw MirrorError(.usage, saying: "the statement's scope: \(error.message)")
    }
    options.scope.start = entries.first?["start"]?.string.flatMap(TimeText.typed)
    options.scope.stop = entries.first?["stop"]?.string.flatMap(TimeText.typed)
    options.scope.largest = entries.first?["maxSize"]?.integer
    let verification = root["verification"]
    if let level = verification?["requested"]?.string.flatMap(AssuranceLevel.init) {
      options.required = level
    }
    options.longestLag = root["policy"]?["maxLag"]?.string.flatMap { TimeSpan($0)?.seconds }
    guard let sample = verification?["sample"] else { return }
    options.sample = sample["n"]?.integer
    options.seed = sample["seed"]?.integer ?? 0
    options.mostAdded = sample["addedAtMost"]?.integer
  }

  private static func escaped(_ id: String) -> String {
    id.reduce(into: "") { text, letter in
      if "*?[]{}\\,!".contains(letter) { text += "\\" }
      text.append(letter)
    }
  }

  /// Compares the statement with one that was computed now.
  ///
  /// - Parameter other: The statement computed now.
  /// - Returns: The differences, one per line; empty if absent.
  /// - Throws: ``MirrorError`` if the other one can't be read.
  public func differences(from other: [UInt8]) throws(MirrorError) -> [String] {
    let now = try StatementCheck(other, named: "the statement computed now").root
    var lines: [String] = []
    // The digest has a line of its own, and what an operator promises is not computed.
    let names = Array(root.members).map(\.key.text)
    for name in names + ["mirror", "source", "map", "scope", "verification", "verdict"]
    where !["digest", "policy"].contains(name) && !lines.contains(where: { $0.hasPrefix(name) }) {
      compare(root[name], with: now[name], path: name, lines: &lines)
    }
    return lines
  }

  /// Members that differ between two runs that agree.
  private static let ownMembers: Set<String> = [
    "verification/tool", "verification/finished", "verification/evidence", "verification/moving",
    "verification/lag/generation", "verification/lag/generationsBehind", "mirror/operator",
  ]

  private func compare(_ one: Node?, with other: Node?, path: String, lines: inout [String]) {
    guard !Self.ownMembers.contains(path) else { return }
    if let one, let other, one.kind == .object, other.kind == .object {
      var names: [String] = []
      for member in Array(one.members) + Array(other.members)
      where !names.contains(member.key.text) {
        names.append(member.key.text)
      }
      for name in names {
        compare(one[name], with: other[name], path: "\(path)/\(name)", lines: &lines)
      }
      return
    }
    let texts = [one, other].map { node in
      node.map { String(decoding: JSONWriter.write($0, layout: .singleLine), as: UTF8.self) }
        ?? "nothing"
    }
    if texts[0] != texts[1] { lines.append("\(path): stated \(texts[0]), found \(texts[1])") }
  }
}
