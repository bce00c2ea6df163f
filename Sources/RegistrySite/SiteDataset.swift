internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// One dataset of a site: its entry in the catalog, and what its index files list.
struct SiteDataset: Sendable {
  /// The entry.
  let dataset: Dataset
  /// What the index files list; nil if none could be read.
  let timeline: Timeline?
  /// The name of its page.
  private let name: PageName

  init(_ dataset: Dataset, timeline: Timeline?) {
    self.dataset = dataset
    self.timeline = timeline
    name = PageName(dataset.id)
  }

  /// The path of its page below the directory of the site.
  var path: String { "datasets/" + name.text }

  /// The path of its HAPI server below the directory of the site, without a final slash.
  var hapiPath: String { "hapi/\(name.stem)/hapi" }

  /// The title; the id if the catalog has none.
  var title: String { dataset.title.isEmpty ? dataset.id : dataset.title }

  /// The address of the page, from the index.
  var link: String {
    path.split(separator: "/").map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
  }

  /// The first time: that of the catalog, else of the rows.
  var start: String? { dataset.start?.text ?? timeline?.first }

  /// The last time: that of the catalog, else of the rows.
  var stop: String? { dataset.stop?.text ?? timeline?.last }

  /// Datasets of a bucket, each id once, in the order of the catalog.
  static func all(_ bucket: Bucket, timelines: [Timeline]) -> [SiteDataset] {
    let byID = Dictionary(
      timelines.map { (ExactText($0.dataset), $0) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<ExactText> = []
    var all: [SiteDataset] = []
    for dataset in bucket.datasets where seen.insert(ExactText(dataset.id)).inserted {
      all.append(SiteDataset(dataset, timeline: byID[ExactText(dataset.id)]))
    }
    return all
  }
}
