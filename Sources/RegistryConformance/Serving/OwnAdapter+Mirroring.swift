internal import Formats
internal import Locks
internal import Patterns
internal import RegistryMirrors
internal import RegistryValidation
internal import SharedCloudRegistry

extension OwnAdapter {
  /// Answers a case of class mirror, whose tree has the folders `source` and `mirror`.
  func mirror(_ input: Node, root: String) async throws(CaseFault) -> JSONValue {
    let lines = ObjectLines()
    var options = try Self.options(input, root: root)
    options.objects = lines.sink
    do throws(MirrorError) {
      let results = try await MirrorVerification(options).run(
        root + "/source", mirrors: [root + "/mirror"])
      let report = MirrorReport(results, options: options).report(validator())
      let places = results.first.map { result in
        [(result.source, result.sourceRoot), (result.mirror, result.mirrorRoot)]
      }
      return [
        "verdict": .string(report.verdict.rawValue),
        "findings": .array(
          report.findings.flatMap { finding in
            Self.findings(finding, uri: Self.address(of: finding.location, in: places ?? []))
          }),
        "objects": .array(try lines.objects()),
      ]
    } catch {
      return ["error": .string(error.description)]
    }
  }

  /// The address of a place in the bucket that a folder is a copy of.
  private static func address(
    of location: Location, in places: [(path: String, root: String)]
  ) -> String {
    for place in places where location.uri.hasPrefix(place.path) {
      return place.root + location.uri.dropFirst(place.path.count).drop { $0 == "/" }
    }
    return location.uri
  }

  // MARK: - Options

  private static func options(
    _ input: Node, root: String
  ) throws(CaseFault) -> MirrorOptions {
    var options = MirrorOptions()
    for pair in input["map"]?.elements.map({ Array($0.elements) }) ?? [] where pair.count == 2 {
      options.maps.append("\(pair[0].text)=\(pair[1].text)")
    }
    if let text = input["require"]?.string {
      guard let level = AssuranceLevel(rawValue: text) else {
        throw .unknown("unknown level \(HarmlessText.of(text))")
      }
      options.required = level
    }
    if let text = input["maxLag"]?.string {
      guard let span = TimeSpan(text) else {
        throw .unknown("unknown duration \(HarmlessText.of(text))")
      }
      options.longestLag = span.seconds
    }
    if let scope = input["scope"] { options.scope = try Self.scope(scope) }
    options.sourceEvidence = try files("sourceEvidence", of: input, root: root)
    options.mirrorEvidence = try files("mirrorEvidence", of: input, root: root)
    return options
  }

  private static func files(
    _ name: String, of input: Node, root: String
  ) throws(CaseFault) -> [String] {
    let paths = input[name]?.elements.map(\.text) ?? []
    for path in paths where path.split(separator: "/").contains("..") {
      throw .unusable("\(name) leads out of the tree: \(HarmlessText.of(path))")
    }
    return paths.map { root + "/" + $0 }
  }

  private static func scope(_ node: Node) throws(CaseFault) -> MirrorScope {
    var scope = MirrorScope()
    scope.datasets = try patterns("datasets", of: node)
    scope.include = try patterns("include", of: node)
    scope.exclude = try patterns("exclude", of: node)
    scope.start = try time("start", of: node)
    scope.stop = try time("stop", of: node)
    scope.largest = node["maxSize"]?.integer
    return scope
  }

  private static func patterns(
    _ name: String, of node: Node
  ) throws(CaseFault) -> [GlobPattern] {
    var patterns: [GlobPattern] = []
    for text in node[name]?.elements.map(\.text) ?? [] {
      do throws(GlobError) {
        patterns.append(try GlobPattern(text))
      } catch {
        throw .unusable("\(name): \(HarmlessText.of(text)): \(error.message)")
      }
    }
    return patterns
  }

  private static func time(_ name: String, of node: Node) throws(CaseFault) -> SCRTime? {
    guard let text = node[name]?.string else { return nil }
    guard let time = TimeText.typed(text) else {
      throw .unusable("\(name) is not a time: \(HarmlessText.of(text))")
    }
    return time
  }
}

/// Collects the lines of objects in memory.
private final class ObjectLines: Sendable {
  private let bytes = Lock<[UInt8]>([])

  /// Receives the lines.
  var sink: ObjectSink {
    ObjectSink(
      write: { line in self.bytes.withLock { $0 += line } },
      position: { self.bytes.withLock { $0.count } },
      resume: { count in self.bytes.withLock { $0.removeSubrange(count...) } })
  }

  /// The objects in the form of the protocol.
  func objects() throws(MirrorError) -> [JSONValue] {
    var objects: [JSONValue] = []
    for line in bytes.withLock({ $0 }).split(separator: UInt8(ascii: "\n")) {
      do throws(SyntaxFault) {
        objects.append(Self.object(try JSONParser.parse(Array(line)).root))
      } catch {
        throw MirrorError(.output, saying: "the line of an object is not JSON: \(error.message)")
      }
    }
    return objects
  }

  private static func object(_ line: Node) -> JSONValue {
    .object(
      ["key", "verdict", "level", "damaged"].compactMap { name in
        line[name].map { (name, .node($0)) }
      })
  }
}
