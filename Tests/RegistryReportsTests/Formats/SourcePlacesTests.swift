import FoundationEssentials
import Testing

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Places in the checkout")
struct SourcePlacesTests {
  /// A file as a report names it, and its place in the checkout.
  struct Case: CustomTestStringConvertible, Sendable {
    var uri: String
    var path: String?
    var root = "/home/me/repo/"
    var working = "/home/me/repo/"
    var map: [String] = []
    var testDescription: String { "\(uri) in \(working) \(map)" }
  }

  static let cases = [
    Case(uri: "copy/catalog.json", path: "copy/catalog.json"),
    Case(uri: "./copy/./catalog.json", path: "copy/catalog.json"),
    Case(uri: "copy//ds/x.csv", path: "copy/ds/x.csv"),
    Case(uri: "a/../b.csv", path: "b.csv"),
    Case(uri: "x.csv", path: "sub/x.csv", working: "/home/me/repo/sub/"),
    Case(uri: "../x.csv", path: "x.csv", working: "/home/me/repo/sub/"),
    Case(uri: "../../x.csv", working: "/home/me/repo/sub/"),
    Case(uri: "/home/me/repo/copy/x.csv", path: "copy/x.csv"),
    Case(uri: "/home/me/repo2/x.csv"),
    Case(uri: "/home/me/repo/../x.csv"),
    Case(uri: "/tmp/x.csv"),
    Case(uri: "/"), Case(uri: ""), Case(uri: "."), Case(uri: "/home/me/repo"), Case(uri: "-"),
    Case(uri: "x.csv", path: "x.csv", root: "", working: ""),
    Case(uri: "../x.csv", root: "", working: ""),
    Case(uri: "/x.csv", root: "", working: ""),
    Case(uri: "s3://b/ds/x.csv"), Case(uri: "https://h/x.csv"), Case(uri: "file:///etc/passwd"),
    Case(uri: "s3://b/ds/x.csv", path: "copy/ds/x.csv", map: ["s3://b/=copy/"]),
    Case(uri: "s3://b/ds/x.csv", path: "copy/ds/x.csv", map: ["s3://b=copy"]),
    Case(uri: "s3://b/ds/x.csv", path: "ds/x.csv", map: ["s3://b/="]),
    Case(uri: "s3://b/ds/x.csv", path: "ds/x.csv", map: ["s3://b/=."]),
    Case(uri: "s3://b2/ds/x.csv", map: ["s3://b=copy"]),
    Case(uri: "s3://b/", map: ["s3://b/=copy/"]),
    Case(uri: "s3://b/ds/x.csv", path: "two/x.csv", map: ["s3://b/=one/", "s3://b/ds/=two/"]),
    Case(uri: "s3://b/ds/x.csv", path: "two/x.csv", map: ["s3://b/ds/=two/", "s3://b/=one/"]),
    Case(uri: "s3://b/../../etc/passwd", map: ["s3://b/=copy/"]),
    Case(uri: "s3://b/ds/../../x", map: ["s3://b/=copy/"]),
    Case(uri: "s3://b/x.csv", map: ["s3://b/=../copy/"]),
    Case(uri: "s3://b/x.csv", path: "copy/x.csv", map: ["s3://b/=/home/me/repo/copy/"]),
    Case(uri: "s3://b/x.csv", map: ["s3://b/=/tmp/copy/"]),
    Case(uri: "/tmp/copy/x.csv", path: "data/x.csv", map: ["/tmp/copy/=data/"]),
    Case(uri: "s3://b/a b:%?#é.csv", path: "a b:%?#é.csv", map: ["s3://b/="]),
  ]

  @Test("are found by path and by source map", arguments: cases)
  func path(_ example: Case) {
    var places = SourcePlaces()
    places.root = example.root
    places.workingDirectory = example.working
    places.sourceMap = example.map.compactMap(SourcePlaces.Mapping.init)
    #expect(places.sourceMap.count == example.map.count)
    #expect(places.path(of: example.uri) == example.path)
  }

  @Test(arguments: ["s3://b/", "=copy/", ""])
  func `a mapping needs both sides`(text: String) {
    #expect(SourcePlaces.Mapping(text) == nil)
  }

  @Test func `the root is the nearest parent with a git directory`() throws {
    let top =
      FileManager.default.temporaryDirectory.path + "/places-\(UInt64.random(in: 0...(.max)))"
    let working = top + "/repo/a/b"
    try FileManager.default.createDirectory(
      atPath: working, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: top) }
    #expect(SourcePlaces(workingDirectory: working).root == working + "/")

    // In a linked worktree it is a file.
    #expect(FileManager.default.createFile(atPath: top + "/repo/.git", contents: nil))
    let places = SourcePlaces(
      workingDirectory: working, configuration: "../scregistry.yml", targetLines: ["s3://b/": 3])
    #expect(places.root == top + "/repo/")
    #expect(places.configuration == "a/scregistry.yml")
    #expect(places.path(of: "x.csv") == "a/b/x.csv")
    #expect(places.path(of: top + "/x.csv") == nil)
    #expect(places.targetLines == ["s3://b/": 3])
    let outside = SourcePlaces(workingDirectory: working, configuration: top + "/x.yml")
    #expect(outside.configuration == nil)
  }

  /// A file that is not in the checkout, and the line of the configuration that represents it.
  static let lines: [(String, Int)] = [
    ("s3://b/ds/x.csv", 3), ("s3://b/", 3), ("s3://b/deep/x.csv", 4), ("s3://b/deeper/x.csv", 3),
    ("s3://c/ds/x.csv", 5), ("s3://c/catalog.json", 5), ("s3://d/x.csv", 6), ("s3://d2/x.csv", 1),
    ("/tmp/e/x.csv", 7), ("/tmp/x.csv", 1), ("-", 1),
  ]

  @Test("else the configuration represents the file", arguments: lines)
  func configuration(_ uri: String, _ line: Int) {
    var places = SourcePlaces()
    places.configuration = "ci/scregistry.yml"
    places.targetLines = [
      "s3://b/": 3, "s3://b/deep/": 4, "s3://c/catalog.json": 5, "s3://d": 6, "/tmp/e": 7,
    ]
    var location = Location(uri: uri, key: uri)
    location.line = 813
    location.column = 9
    #expect(
      SourceLookup(places).place(of: location)
        == SourcePlace(path: "ci/scregistry.yml", isFile: false, line: line))
  }

  @Test func `without configuration its default name represents the file`() {
    let place = SourceLookup(SourcePlaces()).place(of: Location(uri: "s3://b/x", key: "x"))
    #expect(place == SourcePlace(path: "scregistry.yml", isFile: false))
  }

  /// Line, column, end line and end column, given and expected.
  static let positions: [([Int?], [Int?])] = [
    ([nil, nil, nil, nil], [1, 1, nil, nil]), ([nil, 5, 2, 3], [1, 1, nil, nil]),
    ([7, nil, nil, nil], [7, 1, nil, nil]), ([7, 3, nil, nil], [7, 3, nil, nil]),
    ([7, 3, 7, 9], [7, 3, 7, 9]), ([7, 3, 7, 3], [7, 3, 7, 3]), ([7, 3, 7, 2], [7, 3, nil, nil]),
    ([7, 3, 6, 9], [7, 3, nil, nil]), ([7, 3, 8, 1], [7, 3, 8, 1]),
    ([7, 3, 8, 0], [7, 3, nil, nil]),
    ([0, 0, 0, 0], [1, 1, nil, nil]), ([7, 0, nil, nil], [7, 1, nil, nil]),
  ]

  @Test("lines and columns begin at 1, and ends come after", arguments: positions)
  func position(_ given: [Int?], _ expected: [Int?]) {
    var location = Location(uri: "x.csv", key: "x.csv")
    (location.line, location.column) = (given[0], given[1])
    (location.endLine, location.endColumn) = (given[2], given[3])
    let place = SourceLookup(SourcePlaces()).place(of: location)
    #expect([place.line, place.column, place.endLine, place.endColumn] == expected)
    #expect(place.isFile)
  }

  static let encoded: [(String, String)] = [
    ("a/b-c_d.e~f", "a/b-c_d.e~f"), ("a b%c", "a%20b%25c"), ("s3:x", "s3%3Ax"),
    ("q?f#[x]", "q%3Ff%23%5Bx%5D"), ("é\n\\", "%C3%A9%0A%5C"), ("y=2010,z+1", "y=2010,z+1"),
    ("\"<>^`{|}", "%22%3C%3E%5E%60%7B%7C%7D"),
  ]

  @Test("paths are percent-encoded", arguments: encoded)
  func encoding(_ path: String, _ expected: String) {
    #expect(PercentEncoding.path(path) == expected)
  }
}
