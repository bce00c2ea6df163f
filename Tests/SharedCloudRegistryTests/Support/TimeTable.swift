import Formats
import FoundationEssentials
import SharedCloudRegistry
import Testing

/// One entry of `Conformance/units/time.json`.
struct TimeEntry: CustomTestStringConvertible, Sendable {
  var id: String
  var text: String
  /// The meaning of the text, if it is a time.
  var time: Expected?
  /// The kind of fault, if it is not a time.
  var fault: String?
  var corrected: String?
  /// Whether HAPI accepts it as a time; nil if its lists don't have it.
  var hapi: Bool?
  var note: String?

  /// The expected time.
  struct Expected: Sendable, Equatable {
    var seconds: Int64
    var nanoseconds: Int32
    var precision: SCRTime.Precision
    var isLeapSecond: Bool
  }

  var isValid: Bool { time != nil }

  var testDescription: String { text.debugDescription }

  /// All entries, in the order of the file.
  static let all: [TimeEntry] = {
    do {
      return try load()
    } catch {
      Issue.record("Conformance/units/time.json: \(error)")
      return []
    }
  }()

  private static func load() throws -> [TimeEntry] {
    let bytes = Array(
      try Data(contentsOf: URL(filePath: ProjectFolder.path + "/Conformance/units/time.json")))
    return try JSONParser.parse(bytes).root["entries"]?.elements.map(TimeEntry.init) ?? []
  }

  /// Thrown for an entry that lacks a field.
  private struct Missing: Error {
    var field: String
    var id: String?
  }

  private init(_ entry: Node) throws {
    func need<Value>(_ value: Value?, _ field: String) throws -> Value {
      guard let value else { throw Missing(field: field, id: entry["id"]?.string) }
      return value
    }
    id = try need(entry["id"]?.string, "id")
    text = try need(entry["args"]?.elements.compactMap(\.string).first, "args")
    hapi = entry["hapi"]?.bool
    note = entry["note"]?.string
    let node = try need(entry["value"], "value")
    guard try need(node["valid"]?.bool, "valid") else {
      fault = try need(node["fault"]?.string, "fault")
      _ = try need(node["corrected"], "corrected")
      corrected = node["corrected"]?.string
      return
    }
    time = Expected(
      seconds: try need(node["seconds"]?.integer.map(Int64.init), "seconds"),
      nanoseconds: try need(node["nanoseconds"]?.integer.map(Int32.init), "nanoseconds"),
      precision: try need(Self.precision(node), "precision"),
      isLeapSecond: node["leapSecond"]?.bool ?? false)
  }

  private static func precision(_ node: Node) -> SCRTime.Precision? {
    switch node["precision"]?.string {
    case "year": .year
    case "month": .month
    case "day": .day
    case "hour": .hour
    case "minute": .minute
    case "second": .second
    case "fraction": node["digits"]?.integer.map { .fraction(digits: $0) }
    default: nil
    }
  }
}

/// The places of files outside the test target.
enum ProjectFolder {
  /// The folder of the package.
  static let path: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(4).joined(separator: "/")
  }()
}
