internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

extension OwnAdapter {
  /// Answers a case of class unit.
  func unit(_ input: Node) async throws(CaseFault) -> JSONValue {
    guard let function = input["function"]?.string, let arguments = input["args"],
      let text = Array(arguments.elements).first?.string
    else { throw .unusable("the case has no function with a string argument") }
    return ["value": try await value(of: function, text: text)]
  }

  private func value(of function: String, text: String) async throws(CaseFault) -> JSONValue {
    switch function {
    case "time": return Self.time(text)
    case "dataset-id": return ["valid": .bool(try await faults(text, at: Self.id).isEmpty)]
    case "index-uri": return try await indexAddress(text)
    case "egress":
      return ["valid": .bool(try await faults(text, at: "/egress", from: .warning).isEmpty)]
    case "filetype": return try await fileTypes(text)
    case "version": return try await version(text)
    case "row-year":
      return (try? SCRTime(parsing: text)).map { .number($0.year) } ?? Self.invalid
    case "file-name": return try await fileName(text)
    case "csv-split": return Self.fields(text)
    default: throw .unknown("unknown function \(HarmlessText.of(function))")
    }
  }

  private static let invalid: JSONValue = ["valid": false]

  private static func time(_ text: String) -> JSONValue {
    do throws(SCRTimeError) {
      let time = try SCRTime(parsing: text)
      var members: [(key: String, value: JSONValue)] = [
        ("valid", true), ("seconds", .number(time.seconds + (time.isLeapSecond ? 1 : 0))),
        ("nanoseconds", .number(time.nanoseconds)), ("precision", .string(time.precision.word)),
      ]
      if case .fraction(let digits) = time.precision { members.append(("digits", .number(digits))) }
      return .object(members + [("leapSecond", .bool(time.isLeapSecond))])
    } catch {
      let corrected = TimeRepair(of: text).corrected
      return [
        "valid": false, "fault": .string(error.kind.rawValue),
        "corrected": corrected.map { .string($0) } ?? .null,
      ]
    }
  }

  private func fileName(_ text: String) async throws(CaseFault) -> JSONValue {
    guard let name = IndexFileName(text), let type = name.format.indexType, let year = name.year,
      try await faults(name.id, at: Self.id).isEmpty
    else { return Self.invalid }
    return [
      "valid": true, "id": .string(name.id), "year": .number(year), "type": .string(type),
    ]
  }

  private static func fields(_ text: String) -> JSONValue {
    let line = Array(text.utf8)
    var fields = CSVFields()
    fields.split(line.span)
    let all = (0..<fields.count).map { fields[$0] }
    guard !all.contains(where: { $0.isUnbalanced || $0.hasTypographicQuote }) else {
      return invalid
    }
    return .array(
      all.map { field in
        let text = String(decoding: line[field.range], as: UTF8.self)
        guard field.hasDoubledQuotes else { return .string(text) }
        return .string(
          text.split(separator: "\"\"", omittingEmptySubsequences: false)
            .joined(separator: "\""))
      })
  }
}

// MARK: - Values of a catalog

extension OwnAdapter {
  /// A catalog with one value in it, and nothing wrong except perhaps that value.
  private static func catalog(with text: String, at pointer: String) -> [UInt8] {
    func value(_ own: String, usual: String) -> JSONValue {
      .string(own == pointer ? text : usual)
    }
    return JSONWriter.write([
      "version": value("/version", usual: "1.1"), "endpoint": "s3://example-bucket/",
      "name": "Example",
      "egress": value("/egress", usual: "no-egress"), "status": ["code": 1200, "message": "OK"],
      "contact": "Example, data@example.org",
      "catalog": [
        [
          "id": value("/catalog/0/id", usual: "ds"),
          "index": value("/catalog/0/index", usual: "s3://example-bucket/ds/"), "title": "Example",
          "start": "2010-01-01T00:00:00Z", "stop": "2011-01-01T00:00:00Z",
          "modification": "2012-01-01T00:00:00Z", "indextype": "csv",
          "filetype": value("/catalog/0/filetype", usual: "cdf"),
        ]
      ],
    ])
  }

  private static let id = "/catalog/0/id"

  /// Finds what is wrong with a string at a place in a catalog.
  ///
  /// - Parameters:
  ///   - text: The string.
  ///   - pointer: The place.
  ///   - severity: The lowest severity that counts.
  /// - Returns: The findings; empty if the string is allowed there.
  /// - Throws: ``CaseFault`` when the catalog could not be checked.
  private func faults(
    _ text: String, at pointer: String, from severity: Severity = .error
  ) async throws(CaseFault) -> [Finding] {
    var validator = validator()
    validator.depth = .metadata
    let tree = ObjectTree(memory: ["catalog.json": Self.catalog(with: text, at: pointer)])
    do throws(TargetError) {
      let report = try await validator.validate(tree, named: "catalog")
      return report.findings.filter {
        $0.severity >= severity && $0.location.pointer == pointer
      }
    } catch {
      throw .unusable(error.description)
    }
  }

  private func indexAddress(_ text: String) async throws(CaseFault) -> JSONValue {
    let pointer = "/catalog/0/index"
    let faults = try await faults(text, at: pointer)
    guard !faults.isEmpty else { return ["valid": true] }
    let fix = faults.lazy.compactMap(\.fix).first { $0.safety == .safe && !$0.edits.isEmpty }
    guard let fix else { return ["valid": false, "corrected": .null] }
    var bytes = Self.catalog(with: text, at: pointer)
    for edit in fix.edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      bytes.replaceSubrange(edit.range, with: edit.text.utf8)
    }
    let corrected = (try? JSONParser.parse(bytes))?.root.value(at: pointer)?.string
    return ["valid": false, "corrected": corrected.map { .string($0) } ?? .null]
  }

  private func version(_ text: String) async throws(CaseFault) -> JSONValue {
    let parts = text.split(separator: ".").map { Int($0) }
    // Other rules check whether the version fits the fields.
    let isMalformed = try await faults(text, at: "/version", from: .warning)
      .contains { $0.rule == RuleID.versionNotMajorMinor.code }
    guard !isMalformed, parts.count >= 2, let major = parts[0], let minor = parts[1]
    else { return Self.invalid }
    return ["valid": true, "major": .number(major), "minor": .number(minor)]
  }

  private func fileTypes(_ text: String) async throws(CaseFault) -> JSONValue {
    let pointer = "/catalog/0/filetype"
    let faults = try await faults(text, at: pointer, from: .warning)
    // The suite treats capitals like lowercase letters.
    guard faults.allSatisfy({ $0.rule == RuleID.filetypeInOtherCase.code }) else {
      return Self.invalid
    }
    do throws(SuiteError) {
      let folder = try TemporaryFolder()
      try FileTree.write(Self.catalog(with: text, at: pointer), to: folder.path + "/catalog.json")
      let types = await Self.fileTypes(in: folder.path)
      return ["valid": true, "types": .array(types.map { .string($0.lowercased()) })]
    } catch {
      throw .unusable(error.description)
    }
  }

  private static func fileTypes(in path: String) async -> [String] {
    do throws(ReadingError) {
      return try await RegistryReader().bucket(at: path).datasets.first?.fileTypes ?? []
    } catch {
      return []
    }
  }
}

extension SCRTime.Precision {
  /// Its name in the suite.
  fileprivate var word: String {
    switch self {
    case .year: "year"
    case .month: "month"
    case .day: "day"
    case .hour: "hour"
    case .minute: "minute"
    case .second: "second"
    case .fraction: "fraction"
    }
  }
}
