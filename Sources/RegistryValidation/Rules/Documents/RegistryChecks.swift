internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Checks of a global registry that a schema can't make.
enum RegistryChecks {
  /// Checks the version and the date, and that buckets are not repeated.
  ///
  /// - Parameters:
  ///   - result: The document.
  ///   - latest: The latest time that is not in the future; nil to skip this check.
  /// - Returns: All findings, including earlier ones.
  static func check(_ result: DocumentResult, latest: SCRTime?) -> FileReporter {
    var report = CatalogReporter(result)
    checkVersion(result.detection, to: &report)
    checkDate(result.content, latest: latest, to: &report)
    var seen: [EndpointName: Int?] = [:]
    for (position, bucket) in result.elements.enumerated() {
      guard let endpoint = bucket["endpoint"], let text = endpoint.string else { continue }
      let key = Self.identity(text)
      if let first = seen[key] {
        report.report(
          .endpointRepeated, "endpoint \(text) repeats an earlier one", at: endpoint,
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

  private static func checkVersion(
    _ detection: DialectDetection?, to report: inout CatalogReporter
  ) {
    guard let key = detection?.versionKey, let declared = detection?.declared,
      Dialect(version: declared) == nil, CatalogChecks.isVersionLike(declared)
    else { return }
    report.report(.registryVersionUnknown, "version \(declared) was never published", key: key) {
      $0.expected = "1.1"
      $0.actual = declared
    }
  }

  private static func checkDate(
    _ root: Node?, latest: SCRTime?, to report: inout CatalogReporter
  ) {
    guard let latest,
      let key = ["modificationDate", "modification"].first(where: { root?[$0] != nil }),
      let text = root?[key]?.string, let time = try? SCRTime(parsing: text), time > latest
    else { return }
    report.report(.registryModificationInFuture, "\(key) \(text) is in the future", key: key) {
      $0.actual = text
    }
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
    for (position, parameter) in result.elements.enumerated() {
      guard let name = parameter["name"], let text = name.string else { continue }
      if let first = seen[ExactText(text.lowercased())] {
        report.report(
          .parameterRepeated, "parameter \"\(text)\" repeats an earlier one", at: name,
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

  /// The names of the extra columns that an info document declares: nil if it declares none.
  ///
  /// They are not known if the document can't be read.
  static func parameters(of result: DocumentResult) -> Known<[String]?> {
    let file = result.reporter.file.uri
    guard result.isCertain, let content = result.content else {
      return .unknown(because: "\(file) \(result.obstacle)")
    }
    guard content.kind == .object else {
      return .unknown(because: "\(file) is not a JSON object")
    }
    guard let parameters = content["parameters"] else { return .known(nil, evidence: file) }
    guard parameters.kind == .array else {
      return .unknown(because: "\(file) has no list of parameters")
    }
    return .known(result.elements.map { $0["name"]?.string ?? "" }, evidence: file)
  }
}
