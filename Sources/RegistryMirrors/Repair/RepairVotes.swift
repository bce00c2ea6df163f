internal import Formats

/// What the copies of several mirrors say about the objects that are not the same everywhere.
///
/// A source that all its mirrors contradict must not be copied over them.
struct RepairVotes: Sendable {
  /// What the copies of one object are, in texts that are equal for equal copies.
  private struct Object {
    var source: String
    var mirrors: [String: String] = [:]
  }

  private var objects: [String: Object] = [:]
  private var copies: Set<String> = []

  /// Takes a line of `mirror verify --objects`; one of a single mirror has no vote.
  mutating func take(_ root: Node, key: String) {
    guard let copy = root["copy"]?.string,
      let verdict = root["verdict"]?.string.flatMap(Verdict.init)
    else { return }
    copies.insert(copy)
    guard [.differs, .missing, .extra, .stale].contains(verdict) else { return }
    var object = objects[key] ?? Object(source: Self.text(root["source"]))
    object.mirrors[copy] = Self.text(root["mirror"])
    objects[key] = object
  }

  /// The keys of the objects of which the source has another content than the majority.
  var contradicted: Set<String> {
    guard copies.count > 1 else { return [] }
    let names = copies.sorted()
    return Set(
      objects.compactMap { key, object in
        let texts = [object.source] + names.map { object.mirrors[$0] ?? object.source }
        return Deviations.outvoted(texts)?.contains(0) == true ? key : nil
      })
  }

  /// Whether the source does not have an object.
  func isAbsent(_ key: String) -> Bool { objects[key]?.source == Deviations.absent }

  /// The line; nil if it is no JSON, which the list reports when it reads the line.
  static func parsed(_ line: [UInt8]) -> Node? {
    guard !line.isEmpty else { return nil }
    do throws(SyntaxFault) {
      return try JSONParser.parse(line).root
    } catch {
      return nil
    }
  }

  private static func text(_ facts: Node?) -> String {
    guard let facts else { return Deviations.absent }
    let size = facts["size"]?.text ?? "?"
    guard let sum = facts["checksum"], sum["type"]?.string == "full" else {
      return "\(size) \(facts["etag"]?.text ?? "")"
    }
    return "\(size) \(sum["algorithm"]?.text ?? "") \(sum["value"]?.text ?? "")"
  }
}
