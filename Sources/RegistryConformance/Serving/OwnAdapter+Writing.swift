internal import Files
internal import Formats
internal import Listings
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

extension OwnAdapter {
  /// The maximum size of a written file to report, in bytes.
  private static let fileLimit = 8 << 20

  /// Answers a case of class writer.
  func write(_ input: Node, root: String) async throws(CaseFault) -> JSONValue {
    guard let neutral = input["mission"], neutral.kind == .object else {
      throw .unusable("the case has no mission")
    }
    let mission: Mission
    do throws(MissionFault) {
      mission = try NeutralMission(neutral).mission()
    } catch {
      return ["error": .string(error.text)]
    }
    do throws(SuiteError) {
      let output = try TemporaryFolder()
      try Self.copyPresent(root, to: output.path)
      return try await publish(mission, listing: root + "/listing.csv", to: output.path)
    } catch {
      throw .unusable(error.description)
    }
  }

  private func publish(
    _ mission: Mission, listing: String, to path: String
  ) async throws(SuiteError) -> JSONValue {
    do throws(PublishingError) {
      let publisher = Publisher(
        mission, destination: path, options: Publisher.Options(now: WallClock.now))
      let publication = try await publisher.run(
        from: [try PublishingSource(listing, format: ListingFormat.csv.rawValue)])
      if let refusal = publication.refusals.first {
        return ["error": .string(refusal.reason)]
      }
    } catch {
      return ["error": .string(error.description)]
    }
    return ["files": .object(try Self.files(below: path))]
  }

  private static func copyPresent(_ root: String, to path: String) throws(SuiteError) {
    guard PathKind(root + "/present") == .directory else { return }
    let folder = try SuiteFolder(root + "/present")
    for name in folder.names {
      try FileTree.write(try folder.bytes(name), to: path + "/" + name)
    }
  }

  private static func files(
    below path: String
  ) throws(SuiteError) -> [(key: String, value: JSONValue)] {
    let folder = try SuiteFolder(path)
    var files: [(key: String, value: JSONValue)] = []
    for name in folder.names {
      let bytes = try folder.bytes(name)
      guard bytes.count <= fileLimit else {
        throw SuiteError(name, detail: "it is too large to report")
      }
      files.append((name, .utf8(bytes)))
    }
    return files
  }
}

/// Why this program can't carry out a neutral mission.
struct MissionFault: Error {
  /// Why, in one line.
  var text: String
}

/// Turns a mission in the words of the suite into one of this program.
struct NeutralMission {
  private let node: Node

  /// The default maximum duration of a file whose stop comes from the next file.
  private static let maximumGap = "P366D"

  init(_ node: Node) { self.node = node }

  /// The mission of this program.
  func mission() throws(MissionFault) -> Mission {
    let datasets = node["datasets"].map { Array($0.elements) } ?? []
    let expressions = datasets.map { Self.segments(of: $0["pattern"]?.string ?? "") }
    let value: JSONValue = [
      "version": 1,
      "bucket": .object(
        ["endpoint", "name", "contact"].map { ($0, node[$0].map { .node($0) } ?? .null) }),
      "time-precision": .string(datasets.first?["precision"]?.string ?? "second"),
      "datasets": .array(
        zip(datasets, expressions).map { Self.dataset($0, expression: $1.last ?? "") }),
    ]
    var mission: Mission
    do throws(ConfigurationError) {
      mission = try Mission(parsing: JSONWriter.write(value), path: "mission")
    } catch {
      throw MissionFault(text: "\(error)")
    }
    for (number, segments) in expressions.enumerated() {
      mission.datasets[number].places = [try Self.place(segments)]
      if datasets[number]["stop"]?.string == "from-name" {
        mission.datasets[number].stop = .fromName
      }
    }
    return mission
  }

  private static func dataset(_ node: Node, expression: String) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = ["id", "index", "title", "filetype"].compactMap
    {
      name in node[name].map { (name, .node($0)) }
    }
    members.append(("regex", .string(expression)))
    if let versions = node["versions"] { members.append(("versions", .node(versions))) }
    guard let stop = node["stop"]?.string, stop != "from-name" else {
      return .object(members + [("stop", "same-as-start")])
    }
    members.append(("stop", .string(stop)))
    if stop == "next-start" {
      members.append(("maximum-gap", .string(node["gap"]?.string ?? maximumGap)))
    }
    return .object(members)
  }

  private static func place(_ segments: [String]) throws(MissionFault) -> DatasetPattern.Place {
    do throws(NameTemplate.Fault) {
      var templates: [NameTemplate] = []
      for (number, segment) in segments.dropLast().enumerated() {
        templates.append(try directory(segment, number: number))
      }
      let name = try NameTemplate(regularExpression: segments.last ?? "")
      return DatasetPattern.Place(directory: templates, name: name)
    } catch {
      throw MissionFault(text: "bad pattern: \(error.message)")
    }
  }

  /// A directory, which is literal if its expression is.
  private static func directory(
    _ expression: String, number: Int
  ) throws(NameTemplate.Fault) -> NameTemplate {
    let isLiteral = expression.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "_- ,".unicodeScalars.contains(scalar)
    }
    if isLiteral { return try NameTemplate(expression) }
    guard !expression.contains("(?<") else {
      return try NameTemplate(regularExpression: expression)
    }
    // Without a capture a template counts as a name.
    return try NameTemplate(regularExpression: "(?<directory\(number)>\(expression))")
  }

  /// Splits an expression for a key at the slashes between its directories.
  static func segments(of expression: String) -> [String] {
    var segments = [""]
    var depth = 0
    var isEscaped = false
    for character in expression {
      let isSlash = character == "/" && depth == 0
      if isSlash, !isEscaped {
        segments.append("")
      } else {
        segments[segments.count - 1].append(character)
      }
      if !isEscaped {
        if "([".contains(character) { depth += 1 }
        if ")]".contains(character) { depth -= 1 }
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if segments[0].hasPrefix("^") { segments[0].removeFirst() }
    if segments[segments.count - 1].hasSuffix("$") { segments[segments.count - 1].removeLast() }
    return segments
  }
}
