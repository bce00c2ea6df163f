internal import Formats
public import RegistryValidation

/// Turns CDAWeb's list of datasets, `all.xml`, into a mission file.
///
/// Each `dataset` has an `access` with a `URL`, the directory, and the attributes `filenaming`, a
/// template, and `subdividedby`, a template of the directories below, or None.
public enum CDAWebList {
  /// The outcome of a conversion.
  public struct Outcome: Sendable {
    /// The mission file.
    public var text: String
    /// The number of datasets in it.
    public var datasets: Int
    /// The datasets that could not be converted, each with its reason.
    public var leftOut: [String]
  }

  /// Converts a list.
  ///
  /// - Parameters:
  ///   - list: The list, in XML.
  ///   - endpoint: The address of the bucket that holds the files.
  ///   - base: The address that keys are relative to; nil for the bucket of the endpoint.
  ///   - root: The start of the URLs that is not in the keys of the bucket.
  ///   - path: The path of the list, for messages.
  /// - Returns: The mission file, and the datasets that are not in it.
  /// - Throws: ``ConfigurationError`` when the list is not such a list.
  public static func mission(
    from list: [UInt8], endpoint: String, base: String? = nil,
    removing root: String = "https://cdaweb.gsfc.nasa.gov/pub/", path: String
  ) throws(ConfigurationError) -> Outcome {
    let document: XMLElement
    do throws(SyntaxFault) {
      document = try XMLParser.parse(
        list, limits: TextLimits(depth: 64, size: 1 << 30, values: 10_000_000))
    } catch {
      let place = LineIndex(list).position(at: error.offset)
      throw ConfigurationError(
        path, faults: [.init(error.message, line: place.line, column: place.column)])
    }
    let sites = document.name == "datasite" ? [document] : document.children
    let found = sites.flatMap { $0.children.filter { $0.name == "dataset" } }
    guard !found.isEmpty else {
      throw ConfigurationError(path, faults: [.init("it has no datasets")])
    }
    var writer = MissionText(
      ["Made from CDAWeb's list of datasets. Check ids and times with scregistry mission test."],
      endpoint: endpoint, base: base)
    var outcome = Outcome(text: "", datasets: 0, leftOut: [])
    var ids: Set<String> = []
    for element in found {
      do throws(Refusal) {
        let dataset = try dataset(element, root: root)
        guard ids.insert(dataset.members[0].value).inserted else {
          throw Refusal(id: dataset.members[0].value, reason: "its id repeats an earlier one")
        }
        writer.add(dataset)
        outcome.datasets += 1
      } catch {
        outcome.leftOut.append("\(error.id): \(error.reason)")
      }
    }
    writer.add(comments: outcome.leftOut.map { "skipped: \($0)" })
    outcome.text = writer.text
    return outcome
  }

  private struct Refusal: Error {
    var id: String
    var reason: String
  }

  private static func dataset(
    _ element: XMLElement, root: String
  ) throws(Refusal) -> MissionText.Dataset {
    let written = element.attributes["serviceprovider_ID"] ?? element.attributes["ID"] ?? ""
    // About a dozen ids in the list end in a space.
    var id = written
    while id.last?.isWhitespace ?? false { id.removeLast() }
    let isName =
      !id.isEmpty
      && id.utf8.allSatisfy {
        $0 | 0x20 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x5F
      }
    guard isName else { throw Refusal(id: written, reason: "its id is not valid in a registry") }
    guard let access = element["access"], let naming = access.attributes["filenaming"] else {
      throw Refusal(id: id, reason: "it has no filenaming")
    }
    let url = access["URL"]?.text.split { $0.isWhitespace }.first.map(String.init) ?? ""
    guard !url.isEmpty else { throw Refusal(id: id, reason: "it has no URL") }
    let directory = try directory(
      of: url, subdivision: access.attributes["subdividedby"] ?? "None", root: root, id: id)
    let (match, tellsStop) = CDAWebTimes.marked(escaped(naming))
    guard let template = try? NameTemplate(match), let folders = try? folders(of: directory) else {
      throw Refusal(id: id, reason: "\(naming) is not a template that scregistry understands")
    }
    let hasYear = [template] + folders
    guard hasYear.contains(where: \.hasYear) else {
      throw Refusal(id: id, reason: "its file names have no year")
    }
    let title = element["description"]?.attributes["short"] ?? id
    var dataset = MissionText.Dataset(members: [
      ("id", id), ("title", title), ("directory", directory), ("match", match),
    ])
    if template.captures.contains("version") { dataset.members.append(("versions", "latest")) }
    dataset.members +=
      tellsStop ? [("stop", "from-name")] : [("stop", "next-start"), ("maximum-gap", "auto")]
    return dataset
  }

  private static func directory(
    of url: String, subdivision: String, root: String, id: String
  ) throws(Refusal) -> String {
    guard url.utf8.starts(with: root.utf8) else {
      throw Refusal(id: id, reason: "\(url) does not begin with \(root)")
    }
    var directory = escaped(String(url.dropFirst(root.count)), isPath: true)
    if !directory.hasSuffix("/") { directory += "/" }
    return subdivision == "None" || subdivision.isEmpty
      ? directory : directory + escaped(subdivision) + "/"
  }

  /// Converts a template of CDAWeb to scregistry's form; the version becomes a capture.
  private static func escaped(_ text: String, isPath: Bool = false) -> String {
    if isPath { return text.replacing("%", with: "%%").replacing("{", with: "*") }
    let plain = text.replacing("{", with: "*").replacing("}", with: "*")
    // The wildcard after the date is the version, usually with a v before it.
    guard let last = plain.ranges(of: "%Q").last else { return plain }
    // Anything else than a version tells files apart that are not versions of one another.
    return plain.replacingCharacters(last, with: "{version:[vV]?[0-9][^/]*}")
  }

  private static func folders(of directory: String) throws(NameTemplate.Fault) -> [NameTemplate] {
    var folders: [NameTemplate] = []
    for segment in directory.split(separator: "/") {
      folders.append(try NameTemplate(String(segment)))
    }
    return folders
  }
}

extension NameTemplate {
  /// Whether it has a year, of two digits or four.
  var hasYear: Bool {
    fields.contains { field in
      guard case .time(let element, false) = field else { return false }
      return element == .year || element == .shortYear
    }
  }
}

extension String {
  fileprivate func replacingCharacters(_ range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
