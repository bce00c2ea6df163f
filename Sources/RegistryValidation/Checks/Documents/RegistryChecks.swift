internal import Formats
internal import SharedCloudRegistry

/// Checks of a global registry that a schema can't make.
enum RegistryChecks {
  /// Checks that buckets are not repeated.
  static func check(_ result: DocumentResult) -> FileReporter {
    var report = CatalogReporter(result)
    var seen: [String: Int?] = [:]
    for (position, bucket) in (result.document?.root["registry"]?.elements.map { $0 } ?? [])
      .enumerated()
    {
      guard let endpoint = bucket["endpoint"], let text = endpoint.string else { continue }
      let key = Self.normalised(text)
      if let first = seen[key] {
        report.report(
          "REG010", "endpoint \(text) repeats an earlier one", at: endpoint,
          pointer: "/registry/\(position)/endpoint"
        ) {
          $0.actual = text
          $0.related = [.init(uri: $0.location.uri, line: first, message: "the first one")]
        }
      } else {
        seen[key] = report.line(of: endpoint)
      }
    }
    return report.file
  }

  /// An endpoint with its final slash; reading: contradiction 40 of the spec.
  static func normalised(_ endpoint: String) -> String {
    endpoint.hasSuffix("/") ? endpoint : endpoint + "/"
  }
}

/// Checks of an info document that a schema can't make.
enum InfoChecks {
  /// Checks that parameter names are not repeated.
  static func check(_ result: DocumentResult) -> FileReporter {
    var report = CatalogReporter(result)
    var seen: [String: Int?] = [:]
    for (position, parameter) in (result.document?.root["parameters"]?.elements.map { $0 } ?? [])
      .enumerated()
    {
      guard let name = parameter["name"], let text = name.string else { continue }
      if let first = seen[text.lowercased()] {
        report.report(
          "INF007", "parameter \"\(text)\" repeats an earlier one", at: name,
          pointer: "/parameters/\(position)/name"
        ) {
          $0.related = [.init(uri: $0.location.uri, line: first, message: "the first one")]
        }
      } else {
        seen[text.lowercased()] = report.line(of: name)
      }
    }
    return report.file
  }

  /// The names of the extra columns that an info document declares: nil if it declares none.
  ///
  /// They are not known if the document can't be read.
  static func parameters(of result: DocumentResult) -> Known<[String]?> {
    let file = result.reporter.file.uri
    guard let document = result.document else { return .unknown(because: "\(file) is not JSON") }
    guard let parameters = document.root["parameters"] else { return .known(nil, evidence: file) }
    guard parameters.kind == .array else {
      return .unknown(because: "\(file) has no list of parameters")
    }
    return .known(parameters.elements.map { $0["name"]?.string ?? "" }, evidence: file)
  }
}
