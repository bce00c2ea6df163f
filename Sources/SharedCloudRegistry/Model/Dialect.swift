/// The versions of the spec, grouped by the names of their fields and columns.
///
/// Reading: 1.0 and 1.1 have the same rules; so do 0.3 and 0.4, and 0.5 and 0.6.
public enum Dialect: String, Sendable, Hashable, CaseIterable, Comparable {
  /// 0.1 with `startdate` and `enddate`.
  case spec01a = "0.1a"
  /// 0.1 with `startDate` and `endDate`.
  case spec01b = "0.1b"
  /// 0.2.0 and 0.2.1 with `stopDate`.
  case spec02 = "0.2"
  /// 0.2.2 with `indexFormat`.
  case spec022 = "0.2.2"
  /// 0.3 and 0.4 with `index`, `start`, `stop`.
  case spec03 = "0.3"
  /// 0.5 and 0.6: index files have a stop column.
  case spec05 = "0.5"
  /// 1.0 and 1.1.
  case spec10 = "1.0"

  /// Orders dialects from the oldest to the newest.
  public static func < (left: Dialect, right: Dialect) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Finds the dialect of a version, as written by a document or a user.
  ///
  /// The result is nil for a version that was never published.
  ///
  /// - Parameter version: A version such as `1.1` or `0.3.5`, or the name of a dialect.
  public init?(version: String) {
    if let dialect = Dialect(rawValue: version) {
      self = dialect
      return
    }
    // Int alone would accept a sign.
    let parts = version.split(separator: ".", omittingEmptySubsequences: false)
      .map { $0.utf8.allSatisfy { $0 &- 0x30 < 10 } ? Int($0) : nil }
    guard (2...3).contains(parts.count), let major = parts[0], let minor = parts[1],
      parts.count == 2 || parts[2] != nil
    else { return nil }
    switch (major, minor) {
    case (0, 1): self = .spec01b
    case (0, 2): self = parts.count == 3 && parts[2] == 2 ? .spec022 : .spec02
    case (0, 3), (0, 4): self = .spec03
    case (0, 5), (0, 6): self = .spec05
    case (1, 0), (1, 1): self = .spec10
    default: return nil
    }
  }

  /// Whether rows of index files have a stop column.
  ///
  /// Spec: SCR 0.5 §4.1 and later.
  public var requiresStop: Bool { self >= .spec05 }

  /// Whether `static` is allowed as a time.
  ///
  /// Spec: SCR 0.3.1 to 0.6, §3 and §4.1.
  public var allowsStatic: Bool { self == .spec03 || self == .spec05 }

  /// The newest version of the spec that has this dialect.
  public var newestVersion: String {
    switch self {
    case .spec01a, .spec01b: "0.1"
    case .spec02: "0.2.1"
    case .spec022: "0.2.2"
    case .spec03: "0.4"
    case .spec05: "0.6"
    case .spec10: "1.1"
    }
  }

  /// The versions of the spec that have this dialect, for people to read.
  public var versions: String {
    switch self {
    case .spec01a: "0.1 in lower case"
    case .spec01b: "0.1"
    case .spec02: "0.2.0 to 0.2.1"
    case .spec022: "0.2.2"
    case .spec03: "0.3 to 0.4"
    case .spec05: "0.5 to 0.6"
    case .spec10: "1.0 to 1.1"
    }
  }
}
