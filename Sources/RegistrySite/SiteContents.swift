internal import Formats
internal import ObjectStorage
public import RegistryValidation
public import SharedCloudRegistry

/// All files of the site of one registry; the same registry gives the same bytes.
public struct SiteContents: Sendable {
  /// The files.
  public let files: [SiteFile]
  /// The number of datasets that have a page.
  public let datasets: Int
  /// What could not be read, so that the pages lack it; empty if everything could.
  public let gaps: [String]
  /// The version of the program that makes it.
  let toolVersion: String

  /// How to make a site.
  public struct Options: Sendable {
    /// The address at which the site will be, with a final slash; nil if it is not known.
    ///
    /// With it there are a site map, absolute links in the feed, and canonical addresses.
    public var address: String?
    /// The version of this program.
    public var toolVersion: String
    /// The number of pages to make at a time.
    public var jobs = 1
    /// Whether the lists of files are written for HAPI clients, too.
    public var hasHAPI = false

    /// Makes options.
    ///
    /// - Parameter toolVersion: The version of this program.
    public init(toolVersion: String) { self.toolVersion = toolVersion }
  }

  /// Makes the site of a registry.
  ///
  /// - Parameters:
  ///   - bucket: The registry.
  ///   - report: The report of its validation, which has the timelines.
  ///   - options: How to make it.
  /// - Throws: ``SiteError`` if lists of files need more room than there is for temporary files.
  public init(of bucket: Bucket, report: Report, options: Options) async throws(SiteError) {
    let datasets = SiteDataset.all(bucket, timelines: report.timelines)
    let site = SiteFrame(bucket: bucket, options: options, datasets: datasets)
    var files = [
      SiteFile("index.html", SiteIndexPage(site: site, isComplete: report.isComplete).bytes)
    ]
    files += await datasets.parallelMap(width: options.jobs) { dataset in
      SiteFile(dataset.path, DatasetPage(site: site, dataset: dataset).bytes)
    }
    if let feed = ChangesFeed(site: site).bytes { files.append(SiteFile("feed.xml", feed)) }
    if let map = SiteMap(site: site).bytes { files.append(SiteFile("sitemap.xml", map)) }
    let hapi = options.hasHAPI ? try await HAPITree(of: site) : nil
    self.files = files + (hapi?.files ?? [])
    self.datasets = datasets.count
    let notices = report.notices.map { ($0.uri.map { "\($0): " } ?? "") + $0.message }
    gaps =
      (report.isComplete ? [] : notices) + report.otherContent
      + report.timelines.filter { $0.rows > 0 && $0.first == nil }
      .map { "\($0.dataset): none of its rows has a time that can be read" }
      + report.timelines.flatMap(\.missingYears)
      + (report.isComplete ? hapi?.gaps ?? [] : [])
    toolVersion = options.toolVersion
  }
}

extension Report {
  /// The rules whose findings say that an index file can't be read.
  private static var unreadable: [RuleID] {
    [
      .damagedArchive, .contentOfAnotherKind, .compressedWithGzip, .columnsShifted,
      .columnsNotKnown, .carriageReturnInHeader, .emptyFile,
    ]
  }

  /// The index files that are something else, so that the pages lack their rows.
  fileprivate var otherContent: [String] {
    files.sorted { $0.key < $1.key }.compactMap { uri, counts in
      let rule = Self.unreadable.first { counts.rules[$0.code]?.total ?? 0 > 0 }
      return rule.map { "\(uri): this is not an index file (\($0.code))" }
    }
  }
}

extension Timeline {
  /// The first and the last year that the catalog claims, if they have no index file.
  ///
  /// A year between them may have no rows, as for those who read the files.
  fileprivate var missingYears: [String] {
    // The files of other years may be present, but not readable.
    guard gapCount != nil || daysPerBin > 1, let claimed, let start = Int(claimed.start.prefix(4)),
      !years.isEmpty,
      var stop = Int(claimed.stop.prefix(4)), years.allSatisfy({ $0.year != nil })
    else { return [] }
    if claimed.stop.utf8.starts(with: "\(stop)-01-01T00:00:00Z".utf8), stop > start { stop -= 1 }
    // Rows of an earlier file may cover the last year.
    let reach = last.flatMap { Int($0.prefix(4)) } ?? stop
    let isFull = years.count == Self.mostYears
    let ends = [start] + (reach < stop && !isFull ? [stop] : [])
    return ends.filter { end in !years.contains { $0.year == end } }
      .map { "\(dataset): there is no index file of \($0), but the catalog covers it" }
  }
}
