package import Formats

/// The name of an index file, split into dataset id, year and format.
///
/// The year comes after the last underscore, since an id may also end in a year:
/// `image_2000_2001.csv` is the year 2001 of `image_2000`.
///
/// Spec: SCR 1.1 §4, `"index"/"id"_YYYY.csv`.
public struct IndexFileName: Sendable, Hashable {
  /// How many years before the catalog's start a file of many years is requested by name, where
  /// nothing can be listed.
  package static let mostEarlierYears = 10

  /// The id of the dataset.
  public let id: String
  /// Which rows the file holds.
  public let part: Part
  /// The format, from the extension.
  public let format: Format

  /// Which rows of a dataset a file holds.
  public enum Part: Sendable, Hashable {
    /// Rows that start in one year.
    case year(Int)
    /// Rows without time, in versions 0.3.1 to 0.6.
    case `static`

    /// The part as in names: a year has at least four digits.
    public var text: String {
      switch self {
      case .static: return "static"
      case .year(let year):
        let digits = String(year)
        return String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
      }
    }
  }

  /// The formats of index files.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// Plain CSV.
    case csv = ".csv"
    /// CSV in a zip archive with one member.
    case zippedCSV = ".csv.zip"
    /// Apache Parquet.
    case parquet = ".parquet"
    /// CSV compressed with gzip, which the spec does not define.
    case gzippedCSV = ".csv.gz"

    /// How the CSV is compressed; nil if it is not compressed, or not CSV.
    package var compression: ArchiveFormat? {
      switch self {
      case .csv, .parquet: nil
      case .zippedCSV: .zip
      case .gzippedCSV: .gzip
      }
    }

    /// The word for the format in `indextype`; nil if the spec has no word.
    public var indexType: String? {
      switch self {
      case .csv: "csv"
      case .zippedCSV: "csv-zip"
      case .parquet: "parquet"
      case .gzippedCSV: nil
      }
    }
  }

  /// Splits a file name; nil if it does not name an index file.
  ///
  /// - Parameter name: The name without directories.
  public init?(_ name: String) {
    guard let format = Format.allCases.first(where: { name.hasSuffix($0.rawValue) }) else {
      return nil
    }
    let stem = name.dropLast(format.rawValue.count)
    guard let underscore = stem.lastIndex(of: "_"), underscore > stem.startIndex else {
      return nil
    }
    let suffix = stem[stem.index(after: underscore)...]
    if suffix == "static" {
      part = .static
    } else if suffix.utf8.count == 4, suffix.utf8.allSatisfy({ $0 &- 0x30 < 10 }),
      let year = Int(suffix)
    {
      part = .year(year)
    } else {
      return nil
    }
    id = String(stem[..<underscore])
    self.format = format
  }

  /// Makes the name of an index file.
  ///
  /// - Parameters:
  ///   - id: The id of the dataset.
  ///   - part: Which rows the file holds.
  ///   - format: The format.
  public init(id: String, part: Part, format: Format = .csv) {
    self.id = id
    self.part = part
    self.format = format
  }

  /// The name without directories.
  public var text: String { "\(id)_\(part.text)\(format.rawValue)" }

  /// The year of the rows; nil for a static file.
  public var year: Int? {
    if case .year(let year) = part { year } else { nil }
  }
}
