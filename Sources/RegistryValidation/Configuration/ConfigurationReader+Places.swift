internal import Formats
internal import ObjectStorage
internal import Patterns
internal import SharedCloudRegistry

extension ConfigurationReader {
  /// Reads `targets`: paths and addresses, or mappings of them.
  mutating func readTargets(_ node: Node?) {
    for element in node?.elements.map(\.self) ?? [] {
      let uri = element.kind == .object ? element["uri"] : element
      guard let uri, let text = uri.string, !text.isEmpty else { continue }
      if element["root"] != nil, ObjectAddress(text) == nil {
        fault(
          uri, "a target with a root must be an address",
          help: "write the address of which root holds a copy, such as s3://bucket/")
      }
      configuration.targets.append(
        Configuration.Target(
          uri: resolved(text), root: element["root"]?.string.map(resolved),
          listing: element["listing"]?.string.map(resolved), line: line(of: element)))
    }
  }

  /// Reads `network`.
  mutating func readNetwork(_ node: Node?) {
    guard let node, node.kind == .object else { return }
    var network = Configuration.Network()
    if let timeout = node["timeout"], timeout.kind == .string || timeout.kind == .number {
      if let span = TimeSpan(timeout.text), span.milliseconds > 0 {
        network.timeout = stated(span, at: timeout)
      } else {
        fault(
          timeout, "timeout is not a duration", help: "write a duration such as 30s, 500ms or 2m")
      }
    }
    if let endpoint = node["endpoint"] {
      let scheme = endpoint.string.flatMap { ObjectAddress($0)?.scheme }
      if endpoint.kind == .string, !["http", "https"].contains(scheme) {
        fault(endpoint, "endpoint is not a web address", help: "write it like https://host:9000")
      }
      network.endpoint = stated(endpoint.string, at: endpoint)
    }
    network.retries = node["retries"].flatMap { node in node.integer.map { stated($0, at: node) } }
    network.jobs = node["jobs"].flatMap { node in node.integer.map { stated($0, at: node) } }
    if let word = node["anonymous"], ["yes", "no", "on", "off"].contains(word.string) {
      fault(word, "anonymous is a string", help: "write true or false, as YAML 1.2 requires")
    }
    network.anonymous = node["anonymous"].flatMap { node in node.bool.map { stated($0, at: node) } }
    configuration.network = network
  }

  /// Reads `output`: formats, with or without paths.
  mutating func readOutputs(_ node: Node?) {
    var first: Int?
    for element in node?.elements.map(\.self) ?? [] {
      guard let text = element.string, !text.isEmpty else { continue }
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard requireFormat(String(parts[0]), at: element) else { continue }
      guard parts.count == 2 else {
        if let first {
          fault(
            element, "two reports go to standard output, the first on line \(first)",
            help: "give all but one a path, as FORMAT=PATH")
        }
        first = first ?? line(of: element)
        configuration.outputs.append(stated(text, at: element))
        continue
      }
      if parts[1].isEmpty { fault(element, "there is no path after \"=\"") }
      guard requireBelow(String(parts[1]), at: element) else { continue }
      configuration.outputs.append(
        stated("\(parts[0])=\(configuration.directory)\(parts[1])", at: element))
    }
  }

  private mutating func requireFormat(_ name: String, at node: Node) -> Bool {
    if ReportFormat(rawValue: name) != nil { return true }
    let known = ReportFormat.allCases.map(\.rawValue)
    fault(
      node, "\"\(name.prefix(40))\" is not a report format",
      help: NearMatch.find(name, among: known).map { "did you mean \($0)?" }
        ?? "the formats are \(known.joined(separator: ", "))")
    return false
  }

  /// Reads `source-map`: addresses and the directories of their files.
  mutating func readSourceMap(_ node: Node?) {
    for member in node?.members.map(\.self) ?? [] {
      guard let path = member.value.string, requireBelow(path, at: member.value) else { continue }
      guard ObjectAddress(member.key.text) != nil else {
        fault(
          member.key, "the key is not the start of an address",
          help: "write a key such as s3://bucket/")
        continue
      }
      func ended(_ text: String) -> String { text.hasSuffix("/") ? text : text + "/" }
      let directory = ["", ".", "./"].contains(path) ? "" : ended(path)
      configuration.sourceMap.append(
        stated(.init(prefix: ended(member.key.text), path: directory), at: member.key))
    }
  }
}
