import Foundation
import FoundationXML
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

/// A JUnit document as a parser of XML reads it.
struct JUnitDocument {
  /// One test suite.
  struct Suite {
    var attributes: [String: String]
    var cases: [Case] = []
    var name: String { attributes["name"] ?? "" }
  }

  /// One test case and the element in it.
  struct Case {
    var classname: String
    var name: String
    /// The name of the element; nil for a passed case.
    var outcome: String?
    var message: String?
    var type: String?
    var text = ""
  }

  let suites: [Suite]
  var cases: [Case] { suites.flatMap(\.cases) }

  init(_ report: Report, _ options: ReportOptions = .forTests()) throws {
    let reader = JUnitReader()
    let parser = XMLParser(data: Data(report.written(as: .junit, options: options)))
    parser.delegate = reader
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    suites = reader.suites
  }
}

private final class JUnitReader: NSObject, XMLParserDelegate {
  var suites: [JUnitDocument.Suite] = []
  private var isInOutcome = false

  private func changeCase(_ change: (inout JUnitDocument.Case) -> Void) {
    guard let suite = suites.indices.last, let test = suites[suite].cases.indices.last else {
      return
    }
    change(&suites[suite].cases[test])
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    switch name {
    case "testsuite": suites.append(.init(attributes: attributes))
    case "testcase":
      suites[suites.count - 1].cases.append(
        .init(classname: attributes["classname"] ?? "", name: attributes["name"] ?? ""))
    case "failure", "error", "skipped":
      isInOutcome = true
      changeCase { test in
        test.outcome = name
        test.message = attributes["message"]
        test.type = attributes["type"]
      }
    default: break
    }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name != "testcase" { isInOutcome = false }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if isInOutcome { changeCase { $0.text += string } }
  }
}
