internal import Formats
internal import SharedCloudRegistry

/// Checks of a global registry that a schema can't make.
enum RegistryChecks {
  /// Checks that buckets are not repeated.
  static func check(_ result: DocumentResult) -> FileReporter {
    var report = CatalogReporter(result)
    var seen: [EndpointName: Int?] = [:]
    for (position, bucket) in (result.document?.root["registry"]?.elements.map { $0 } ?? [])
      .enumerated()
    {
      guard let endpoint = bucket["endpoint"], let text = endpoint.string else { continue }
      let key = Self.identity(text)
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

  /// What an endpoint names: a bucket and a key in it, or a string that is no address.
  enum EndpointName: Hashable {
    case bucket(BucketIdentity)
    case other(ExactText)
  }

  /// What an endpoint names, whichever address of its bucket it is.
  static func identity(_ endpoint: String) -> EndpointName {
    let slashed = normalised(endpoint)
    return BucketIdentity(slashed).map { .bucket($0) } ?? .other(ExactText(slashed))
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
    var seen: [ExactText: Int?] = [:]
    for (position, parameter) in (result.document?.root["parameters"]?.elements.map { $0 } ?? [])
      .enumerated()
    {
      guard let name = parameter["name"], let text = name.string else { continue }
      if let first = seen[ExactText(text.lowercased())] {
        report.report(
          "INF007", "parameter \"\(text)\" repeats an earlier one", at: name,
          pointer: "/parameters/\(position)/name"
        ) {
          $0.related = [.init(uri: $0.location.uri, line: first, message: "the first one")]
        }
      } else {
        seen[ExactText(text.lowercased())] = report.line(of: name)
      }
    }
    return report.file
  }

  /// The names of the extra columns that an info document declares.
  static func parameters(of result: DocumentResult) -> [String]? {
    guard let parameters = result.document?.root["parameters"], parameters.kind == .array else {
      return nil
    }
    return parameters.elements.map { $0["name"]?.string ?? "" }
  }
}
