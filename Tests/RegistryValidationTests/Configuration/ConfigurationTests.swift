import ObjectStorage
import Patterns
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("A configuration")
struct ConfigurationTests {
  static let text = """
    version: 1
    spec: "1.1"
    profile: strict
    depth: objects
    fail-level: warning
    targets:
      - copy/
      - {uri: "s3://b/", root: other, listing: inventory/manifest.json}
    rules:
      CAT021: warning
      row-out-of-order: off
      dst031: {severity: info, options: {grace: P7D}}
    overrides:
      - {datasets: ["mms_*"], paths: ["**/*_2010.csv"], rules: {IDX014: warning, IDX015: off}}
    suppress:
      - {rule: OBJ002, paths: ["**/*.tmp"], reason: in flight, owner: ops@x, expires: 2027-03-01}
    baseline: known.json
    network: {timeout: 30s, retries: 5, jobs: 16, endpoint: null, anonymous: true}
    output: [text, json=out/scr.json]
    source-map: {"s3://b": copy}
    """

  @Test func `has every value and its line`() throws {
    let configuration = try Configuration(text: Self.text)
    #expect(configuration.spec == .init("1.1", line: 2))
    #expect(configuration.profile == .init(.strict, line: 3))
    #expect(configuration.depth == .init(.objects, line: 4))
    #expect(configuration.failLevel == .init(.warning, line: 5))
    #expect(
      configuration.targets == [
        .init(uri: "copy/", line: 7),
        .init(uri: "s3://b/", root: "other", listing: "inventory/manifest.json", line: 8),
      ])
    #expect(configuration.targetLines == ["copy/": 7, "s3://b/": 8, "other": 8])
    #expect(configuration.baseline == .init("known.json", line: 17))
    #expect(
      configuration.outputs == [.init("text", line: 19), .init("json=out/scr.json", line: 19)])
    #expect(
      configuration.sourceMap == [.init(.init(prefix: "s3://b/", path: "copy/"), line: 20)])
  }

  @Test func `has rules, overrides and suppressions by code`() throws {
    let configuration = try Configuration(text: Self.text)
    #expect(
      configuration.rules == [
        .init(code: "CAT021", severity: .init(.warning, line: 10)),
        .init(code: "IDX014", severity: .init(nil, line: 11)),
        .init(
          code: "DST031", severity: .init(.info, line: 12),
          options: ["grace": .init(604_800, line: 12)]),
      ])
    let override = try #require(configuration.overrides.first)
    #expect(override.line == 14)
    #expect(
      override.value
        == RuleSettings.Override(
          datasets: [try GlobPattern("mms_*")], paths: [try GlobPattern("**/*_2010.csv")],
          severities: ["IDX014": .warning, "IDX015": nil]))
    let suppression = try #require(configuration.suppressions.first)
    #expect(suppression.rule == "OBJ002")
    #expect(suppression.paths.map(\.text) == ["**/*.tmp"])
    #expect(suppression.note == .init(reason: "in flight", owner: "ops@x", expires: "2027-03-01"))
    #expect(suppression.location.line == 16)
  }

  @Test func `has network settings, which the command line overrides`() throws {
    let network = try Configuration(text: Self.text).network
    var flags = StorageFlags()
    var options = flags.options(over: network)
    #expect(options.stallTimeout == 30)
    #expect(options.tries == 6)
    #expect(options.connections == 16)
    #expect(options.endpointURL == nil)
    #expect(options.isAnonymous)
    flags.endpointURL = "http://127.0.0.1:9000"
    options = flags.options(over: nil)
    #expect(options.endpointURL == "http://127.0.0.1:9000")
    #expect(!options.isAnonymous)
    #expect(network.timeout == .init(TimeSpan(milliseconds: 30_000), line: 18))
    #expect(network.retries == .init(5, line: 18))
    #expect(network.jobs == .init(16, line: 18))
    #expect(network.endpoint == .init(nil, line: 18))
    #expect(network.anonymous == .init(true, line: 18))
  }

  @Test func `has paths relative to its directory`() throws {
    let text = """
      version: 1
      targets: [copy, /abs, "-", "s3://b/", {uri: "s3://b/", root: c, listing: l}]
      baseline: b.json
      output: [json=o.json]
      """
    let configuration = try Configuration(text: text, path: "../ci/scregistry.yml")
    #expect(
      configuration.targets.map(\.place) == ["../ci/copy", "/abs", "-", "s3://b/", "../ci/c"])
    #expect(configuration.targets.last?.listing == "../ci/l")
    #expect(configuration.baseline?.value == "../ci/b.json")
    #expect(configuration.outputs.map(\.value) == ["json=../ci/o.json"])
  }

  @Test func `may set nothing, or be JSON`() throws {
    #expect(try Configuration(text: "version: 1") == Configuration(path: "scregistry.yml"))
    let json = try Configuration(text: #"{"version": 1, "profile": "legacy"}"#)
    #expect(json.profile?.value == .legacy)
  }

  @Test func `may use aliases and a number as version of the specification`() throws {
    let text = """
      version: 1
      spec: 1.0
      suppress:
        - {rule: IDX014, paths: &old ["a/**"], reason: old}
        - {rule: IDX015, paths: *old, reason: old}
      """
    let configuration = try Configuration(text: text)
    #expect(configuration.spec?.value == "1.0")
    #expect(configuration.suppressions.map { $0.paths.map(\.text) } == [["a/**"], ["a/**"]])
  }
}
