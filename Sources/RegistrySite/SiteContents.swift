internal import Formats
internal import ObjectStorage
internal import RegistryReports
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
  /// What the pages say of datasets whose files are all absent; they are complete all the same.
  public let notes: [String]
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

    /// Whether a text can be the address of a site: a path is appended to it.
    ///
    /// - Parameter text: The text.
    /// - Returns: False for an address with a query, a fragment or characters that no address has.
    public static func isAddress(_ text: String) -> Bool {
      guard let web = WebLink(text), ObjectAddress(web.text)?.bucket.isEmpty == false else {
        return false
      }
      return text.utf8.allSatisfy { $0 < 0x7F && !"?#\"<>\\^`{|}".utf8.contains($0) }
    }

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
    let skipped = bucket.faults.filter { [.entry, .repeatedID].contains($0.kind) }
      .map { "\($0.address): \($0.detail)" }
    let unread =
      report.unreadFiles
      + report.timelines.filter { $0.rows > 0 && $0.first == nil }
      .map { "\($0.dataset.shortened): none of its rows has a time that can be read" }
      + report.timelines.flatMap(\.missingFiles)
    let isComplete = report.isComplete && unread.isEmpty
    var files = [
      SiteFile("index.html", SiteIndexPage(site: site, isComplete: isComplete).bytes)
    ]
    files += await datasets.parallelMap(width: options.jobs) { dataset in
      SiteFile(dataset.path, DatasetPage(site: site, dataset: dataset).bytes)
    }
    if let feed = ChangesFeed(site: site).bytes { files.append(SiteFile("feed.xml", feed)) }
    if let map = SiteMap(site: site).bytes { files.append(SiteFile("sitemap.xml", map)) }
    let hapi = options.hasHAPI ? try await HAPITree(of: site) : nil
    self.files = files + (hapi?.files ?? [])
    self.datasets = datasets.count
    // Without a time in the catalog, nothing is known to be missing.
    notes = Self.pagesWithoutFiles(report.timelines.filter { $0.claimedDays == nil })
    let notices = report.notices.map { ($0.uri.map { "\($0): " } ?? "") + $0.message }
    gaps =
      skipped + (report.isComplete ? [] : notices) + unread
      + Self.pagesWithoutFiles(report.timelines.filter { $0.claimedDays != nil })
      + (report.isComplete ? hapi?.gaps ?? [] : [])
    toolVersion = options.toolVersion
  }

  private static func pagesWithoutFiles(_ timelines: [Timeline]) -> [String] {
    timelines.filter(\.hasNoIndexFiles).map {
      "\($0.dataset.shortened): there are no index files, so its page has no coverage"
    }
  }
}

extension Report {
  /// The rules whose findings say that an index file can't be read, and why.
  private static let unreadable: [(rule: RuleID, reason: String)] = [
    (.emptyFile, "the index file is empty"),
    (.damagedArchive, "the archive is damaged"), (.damagedParquet, "the file is damaged"),
    (.contentOfAnotherKind, "this is not an index file"),
    (.compressedWithGzip, "this is not an index file"),
    (.columnsShifted, "its columns are not known"), (.columnsNotKnown, "its columns are not known"),
    (.carriageReturnInHeader, "this is not an index file"),
  ]

  /// The index files that could not be read, or are something else, so that the pages lack their
  /// rows; those with a notice excepted.
  fileprivate var unreadFiles: [String] {
    let unread = timelines.flatMap(\.unread).filter { $0.reason == .unreadable }
    let noticed = Set(isComplete ? [] : notices.compactMap(\.uri))
    let known = files.compactMap { uri, counts -> (String, String)? in
      let found = Self.unreadable.first { counts.rules[$0.rule.code]?.total ?? 0 > 0 }
      return found.map { (uri, "\($0.reason) (\($0.rule.code))") }
    }
    let others = unread.compactMap(\.uri).map { ($0, "this index file could not be read") }
    return Dictionary(known + others, uniquingKeysWith: { first, _ in first })
      .filter { !noticed.contains($0.key) }
      .sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
  }
}

extension Timeline {
  /// The first and the last year that the catalog claims, if they have no index file.
  ///
  /// A year between them may have no rows, as for those who read the files.
  fileprivate var missingFiles: [String] {
    guard !hasNoIndexFiles, let days = claimedDays else { return [] }
    return unread.filter { $0.reason == .missing }.compactMap(\.years).flatMap(Array.init)
      .filter { year in
        let span = Self.days(ofYear: year)
        return span.from <= days.from && days.from < span.to
          || span.from < days.to && days.to <= span.to
      }
      .map { "\(dataset.shortened): there is no index file of \($0), but the catalog covers it" }
  }
}

extension String {
  /// The string, short enough for a message: ids have any length.
  var shortened: String { PageText.clipped(self, limit: 100) }
}
