internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

extension OwnAdapter {
  /// Answers a case of class unit.
  func unit(_ input: Node) async throws(CaseFault) -> JSONValue {
    guard let function = input["function"]?.string, let arguments = input["args"],
      let text = Array(arguments.elements).first?.string
    else { throw .unusable("the case has no function of a text") }
    return ["value": try await value(of: function, text)]
  }

  private func value(of function: String, _ text: String) async throws(CaseFault) -> JSONValue {
    switch function {
    case "time": return Self.time(text)
    case "dataset-id": return try await validity(of: "/catalog/0/id", text)
    case "index-uri": return try await validity(of: "/catalog/0/index", text)
    case "egress": return try await validity(of: "/egress", text)
    case "filetype": return try await fileTypes(text)
    case "version": return try await version(text)
    case "row-year":
      return (try? SCRTime(parsing: text)).map { .number($0.year) } ?? Self.invalid
    case "file-name": return Self.fileName(text)
    case "csv-split": return Self.fields(text)
    default: throw .unknown("there is no function \(HarmlessText.of(function)) here")
    }
  }

  private static let invalid: JSONValue = ["valid": false]

  private static func time(_ text: String) -> JSONValue {
    do throws(SCRTimeError) {
      let time = try SCRTime(parsing: text)
      var members: [(key: String, value: JSONValue)] = [
        ("valid", true), ("seconds", .number(time.seconds)),
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

  private static func fileName(_ text: String) -> JSONValue {
    guard let name = IndexFileName(text), let type = name.format.indexType else { return invalid }
    return [
      "valid": true, "id": .string(name.id), "year": name.year.map { .number($0) } ?? .null,
      "type": .string(type),
    ]
  }

  private static func fields(_ text: String) -> JSONValue {
    let line = Array(text.utf8)
    var fields = CSVFields()
    fields.split(line.span)
    let all = (0..<fields.count).map { fields[$0] }
    guard !all.contains(where: \.isUnbalanced) else { return invalid }
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
  /// A catalog with one value in it, and nothing wrong but that.
  private static func catalog(with text: String, at pointer: String) -> [UInt8] {
    func value(_ own: String, _ usual: String) -> JSONValue {
      .string(own == pointer ? text : usual)
    }
    return JSONWriter.write([
      "version": value("/version", "1.1"), "endpoint": "s3://example-bucket/", "name": "Example",
      "egress": value("/egress", "no-egress"), "status": ["code": 1200, "message": "OK"],
      "contact": "Example, data@example.org",
      "catalog": [
        [
          "id": value("/catalog/0/id", "ds"),
          "index": value("/catalog/0/index", "s3://example-bucket/ds/"), "title": "Example",
          "start": "2010-01-01T00:00:00Z", "stop": "2011-01-01T00:00:00Z",
          "modification": "2012-01-01T00:00:00Z", "indextype": "csv",
          "filetype": value("/catalog/0/filetype", "cdf"),
        ]
      ],
    ])
  }

  /// Tells whether a catalog may have a text in a place.
  private func isValid(_ text: String, at pointer: String) async throws(CaseFault) -> Bool {
    var validator = validator()
    validator.depth = .metadata
    let store = InMemoryStore(["catalog.json": Self.catalog(with: text, at: pointer)])
    do throws(TargetError) {
      let report = try await validator.validate(store, named: "catalog", isRemote: false)
      return !report.findings.contains {
        $0.severity == .error && $0.location.pointer == pointer
      }
    } catch {
      throw .unusable(error.description)
    }
  }

  private func validity(of pointer: String, _ text: String) async throws(CaseFault) -> JSONValue {
    ["valid": .bool(try await isValid(text, at: pointer))]
  }

  private func version(_ text: String) async throws(CaseFault) -> JSONValue {
    let parts = text.split(separator: ".").map { Int($0) }
    guard try await isValid(text, at: "/version"), parts.count >= 2, let major = parts[0],
      let minor = parts[1]
    else { return Self.invalid }
    return ["valid": true, "major": .number(major), "minor": .number(minor)]
  }

  private func fileTypes(_ text: String) async throws(CaseFault) -> JSONValue {
    guard try await isValid(text, at: "/catalog/0/filetype") else { return Self.invalid }
    do throws(SuiteError) {
      let folder = try TemporaryFolder()
      try FileTree.write(
        Self.catalog(with: text, at: "/catalog/0/filetype"), to: folder.path + "/catalog.json")
      let types = await Self.fileTypes(in: folder.path)
      return ["valid": true, "types": .array(types.map { .string($0) })]
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
  /// The word of the suite for it.
  fileprivate var word: String {
    switch self {
    case .day: "day"
    case .hour: "hour"
    case .minute: "minute"
    case .second: "second"
    case .fraction: "fraction"
    }
  }
}
