import RegistryValidation
import Testing

@testable import RegistryPublishing

@Suite("Mission files")
struct MissionReaderTests {
  static let head = """
    version: 1
    bucket: {endpoint: "s3://b/", name: B, contact: c}
    """

  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var fault: String
    var testDescription: String { fault }
  }

  static let cases = [
    Case(text: "version: 1\nbucket: [", fault: "mission.yml:2:"),
    Case(text: head + "\ndatasets: []", fault: "mission.yml:3:11: "),
    Case(
      text: head + "\ndatasets:\n  - id: a\n    match: a_%Y%k.cdf\n    stop: P1D",
      fault: "mission.yml:5:16: bad template: there is no code %k"),
    Case(
      text: head + "\ndatasets:\n  - id: a\n    match: a_%Y.cdf",
      fault: "mission.yml:4:9: nothing says when a file stops"),
    Case(
      text: head + "\ndatasets:\n  - id: a\n    match: a_%Y.cdf\n    stop: next-start",
      fault: "mission.yml:6:11: next-start needs a maximum gap"),
    Case(
      text: head + "\ndatasets:\n  - id: a\n    match: a_%Y.cdf\n    stop: from-name",
      fault: "mission.yml:6:11: the names have no %{stop:…}"),
    Case(
      text: head + "\ndatasets:\n  - id: a{probe}\n    match: a_%Y.cdf\n    stop: P1D",
      fault: "mission.yml:4:9: no template captures {probe}"),
    Case(
      text: head
        + "\ndatasets:\n  - id: a\n    match: d/a_%Y.cdf\n    directory: d/\n    stop: P1D",
      fault: "mission.yml:5:12: match has a directory"),
    Case(
      text: head
        + "\ndatasets:\n  - id: a\n    match: a_%Y.cdf\n    stop: P1D\n    index: s3://other/x/",
      fault: "mission.yml:7:12: index must be below the endpoint s3://b/"),
    Case(
      text: head + "\ndatasets:\n  - id: a\n    match: a_%Y.cdf\n    stop: soon",
      fault: "mission.yml:6:11: "),
    Case(
      text: head + "\ndatasets:\n  - id: a b\n    match: a_%Y.cdf\n    stop: P1D",
      fault: "mission.yml:4:9: "),
    Case(
      text: head + "\ndatasets:\n  - id: a\n    match: a_%Y.cdf\n    stop: P1D\n    version: 2",
      fault: "mission.yml:7:5: unknown key \"version\"; did you mean \"versions\"?"),
    Case(
      text: head
        + "\ndatasets:\n  - id: a\n    match: a_%Y.cdf\n    stop: P1D\n    maximum_gap: P1D",
      fault: "mission.yml:7:5: unknown key \"maximum_gap\"; did you mean \"maximum-gap\"?"),
    Case(
      text: "version: 1\nbucket: {endpoint: \"s3://b/\", name: B, contact: c, contcat: d}\n"
        + "datasets: [{id: a, match: a_%Y.cdf, stop: P1D}]",
      fault: "mission.yml:2:52: unknown key \"contcat\"; did you mean \"contact\"?"),
    Case(
      text: head + "\ndatasets:\n  - id: a\n    match: a_%Y_%Y.cdf\n    stop: P1D",
      fault: "mission.yml:5:17: bad template: %Y repeats an element of the start"),
    Case(
      text: head + "\ndataset: []\ndatasets:\n  - {id: a, match: \"%Y\", stop: P1D}",
      fault: "mission.yml:3:"),
  ]

  @Test("are refused with line and column", arguments: cases)
  func refusal(_ example: Case) {
    let error = #expect(throws: ConfigurationError.self) {
      try Mission(parsing: Array(example.text.utf8), path: "mission.yml")
    }
    #expect(error?.description.hasPrefix(example.fault) == true, "\(error?.description ?? "")")
  }

  @Test func `may have further fields of the catalog below fields`() throws {
    let text =
      Self.head.replacing("contact: c", with: "contact: c, fields: {maintainer: M}")
      + "\ndatasets: [{id: a, match: a_%Y, stop: P1D, title: T, fields: {regex: r, subpath: s}}]"
    let mission = try Mission(parsing: Array(text.utf8), path: "mission.yml")
    #expect(mission.bucketFields.map(\.name) == ["name", "contact", "maintainer"])
    #expect(mission.datasets[0].fields.map(\.name) == ["title", "regex", "subpath"])
  }

  @Test("keep all files by default only if names have no version")
  func versions() throws {
    let text =
      Self.head
        + """

        datasets:
          - {id: a, match: "a_%Y_v{version}.cdf", stop: P1D}
          - {id: b, match: "b_%Y.cdf", stop: 90s}
        """
    let mission = try Mission(parsing: Array(text.utf8), path: "mission.yml")
    #expect(mission.datasets.map(\.versions) == [.latest, .all])
    #expect(mission.datasets.map(\.stop) == [.duration(86_400_000_000), .duration(90_000_000)])
  }
}
