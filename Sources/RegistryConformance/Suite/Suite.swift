internal import Formats
internal import ObjectStorage
public import RegistryReports
internal import SharedCloudRegistry

/// A conformance suite: requirements of the spec, and cases that show whether they are met.
public struct Suite: Sendable {
  /// A file of the suite and its checksum in `suite.json`.
  public struct File: Sendable, Hashable {
    /// The path below the root.
    public var path: String
    /// The SHA-256, in hexadecimal digits.
    public var sha256: String
  }

  /// The path of its root.
  public let path: String
  /// The version.
  public let version: String
  /// The versions of the spec that it covers.
  public let specVersions: [String]
  /// The parts of the spec, in the order of reports.
  public let areas: [String]
  /// The files.
  public let files: [File]
  /// The SHA-256 of `suite.json`, which identifies the whole suite.
  public let digest: String
  /// The requirements.
  public let requirements: RequirementList
  /// The cases: those of files, then those of tables.
  public let cases: [SuiteCase]
  let folder: SuiteFolder

  /// Reads a suite.
  ///
  /// - Parameter path: Its root, the directory of `suite.json`.
  /// - Throws: ``SuiteError`` with all files that can't be used.
  public init(reading path: String) throws(SuiteError) {
    folder = try SuiteFolder(path)
    self.path = folder.path
    let root = try folder.root("suite.json", format: SuiteFormats.suite)
    digest = Self.sha256(root.document.source)
    version = root["version"]?.text ?? ""
    specVersions = root["specVersions"]?.elements.map(\.text) ?? []
    areas = root["areas"]?.elements.map(\.text) ?? []
    files =
      root["files"]?.members.map { File(path: $0.key.text, sha256: $0.value.text) } ?? []
    requirements = RequirementList(
      try folder.root("requirements.json", format: SuiteFormats.requirements))
    cases = try SuiteReader(folder: folder, specVersions: specVersions).cases(
      for: requirements)
  }

  /// Finds a case.
  ///
  /// - Parameter id: Its id.
  /// - Returns: The case; nil if no case has the id.
  public subscript(id: String) -> SuiteCase? { cases.first { $0.id == id } }

  /// Finds the files that differ from `suite.json`.
  ///
  /// - Returns: What is wrong with each, in the order of the paths; empty if all are as they
  ///   should be.
  public func changedFiles() -> [UnusableFile] {
    // Names may differ in their Unicode form alone.
    let listed = ExactDictionary(files.map { ($0.path, $0.sha256) }, uniquingKeysWith: { $1 })
    let names = folder.names.filter(Self.isPart) + listed.keys
    let distinct = ExactDictionary(names.map { ($0, true) }, uniquingKeysWith: { $1 })
    return distinct.keys.compactMap { name in
      guard let expected = listed[name] else {
        return UnusableFile(folder.place(of: name), "suite.json does not list it")
      }
      let bytes: [UInt8]
      do throws(SuiteError) {
        bytes = try folder.bytes(name)
      } catch {
        return UnusableFile(
          folder.place(of: name), "suite.json lists it, but it does not exist or can't be read")
      }
      return Self.sha256(bytes) == expected
        ? nil
        : UnusableFile(folder.place(of: name), "its SHA-256 differs from the one in suite.json")
    }
  }

  private static func isPart(_ name: String) -> Bool {
    name != "suite.json" && !name.contains("__pycache__") && !name.hasSuffix(".pyc")
  }

  /// The SHA-256 of bytes, in hexadecimal digits.
  static func sha256(_ bytes: [UInt8]) -> String {
    Digest.hexadecimal(Digest.sha256(bytes))
  }
}

/// Reads the cases of a suite and collects what is wrong with them.
private struct SuiteReader {
  let folder: SuiteFolder
  let specVersions: [String]
  private var faults: [UnusableFile] = []
  private var cases: [SuiteCase] = []

  init(folder: SuiteFolder, specVersions: [String]) {
    self.folder = folder
    self.specVersions = specVersions
  }

  func cases(for requirements: RequirementList) throws(SuiteError) -> [SuiteCase] {
    var reader = self
    reader.readAll()
    reader.checkReferences(requirements)
    guard reader.faults.isEmpty else { throw SuiteError(reader.faults) }
    return reader.cases
  }

  private mutating func readAll() {
    for name in folder.names(in: "cases", suffix: ".json") {
      read(name, format: SuiteFormats.suiteCase) { [SuiteCase($0, file: name)] }
    }
    for name in folder.names(in: "units", suffix: ".json") {
      read(name, format: SuiteFormats.units) { [specVersions] root in
        let table = UnitTable(root, file: name, specVersions: specVersions)
        return table.entries.map { SuiteCase($0, in: table) }
      }
    }
  }

  private mutating func read(
    _ name: String, format: OwnFormat, make: (Node) -> [SuiteCase]
  ) {
    do throws(SuiteError) {
      cases += make(try folder.root(name, format: format))
    } catch {
      faults += error.faults
    }
  }

  /// Reports names that lead nowhere.
  private mutating func checkReferences(_ requirements: RequirementList) {
    var seen: [String: String] = [:]
    let trees = Set(folder.names.flatMap(Self.directories))
    for one in cases {
      if let other = seen.updateValue(one.file, forKey: one.id) {
        fault(one, detail: "the id \(one.id) is already used by \(other)")
      }
      for id in one.requirements where requirements[id] == nil {
        fault(one, detail: "there is no requirement \(id)")
      }
      if let tree = one.tree, !trees.contains(tree) || !SuiteFolder.isInside(tree) {
        fault(one, detail: "there is no tree \(tree)")
      }
    }
    for one in cases {
      guard let base = one.mutationOf, seen[base] == nil else { continue }
      fault(one, detail: "there is no case \(base)")
    }
  }

  private mutating func fault(_ one: SuiteCase, detail: String) {
    faults.append(UnusableFile(folder.place(of: one.file), detail))
  }

  /// The directories that a file lies in, the outermost first.
  private static func directories(of name: String) -> [String] {
    name.indices.filter { name[$0] == "/" }.map { String(name[..<$0]) }
  }
}
