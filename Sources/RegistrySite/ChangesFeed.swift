internal import Formats
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// The datasets that changed last, as an Atom feed.
///
/// Times are those of the catalog, never the present time.
struct ChangesFeed {
  let site: SiteFrame

  /// The number of datasets in the feed.
  private static let limit = 100

  /// The feed; nil if the catalog has no time of a change, since every feed has a time.
  var bytes: [UInt8]? {
    let changes = site.changes
    guard let latest = changes.first?.time else { return nil }
    var feed = XMLWriter()
    feed.begin("feed", [("xmlns", "http://www.w3.org/2005/Atom")])
    feed.element("title", text: "Changes of \(Self.text(site.name))")
    feed.element("id", text: site.identifier("feed"))
    feed.element("updated", text: latest.rfc3339)
    feed.begin("author")
    feed.element("name", text: Self.text(site.bucket["contact"] ?? site.name))
    feed.end()
    feed.element(
      "generator", [("version", site.options.toolVersion)], text: "scregistry")
    feed.element("link", [("href", site.address(of: "") ?? "./")])
    feed.element(
      "link", [("rel", "self"), ("href", site.address(of: "feed.xml") ?? "feed.xml")])
    for (dataset, time) in changes.prefix(Self.limit) {
      feed.begin("entry")
      feed.element("title", text: Self.text(dataset.title))
      feed.element("id", text: site.identifier("dataset \(dataset.dataset.id)"))
      feed.element("updated", text: time.rfc3339)
      feed.element("link", [("href", site.address(of: dataset.link) ?? dataset.link)])
      feed.element("summary", text: summary(of: dataset))
      feed.end()
    }
    feed.end()
    return feed.bytes
  }

  private static func text(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return PageText.clipped(HarmlessText.of(line), limit: 1000)
  }

  private func summary(of dataset: SiteDataset) -> String {
    let times = [dataset.start, dataset.stop].compactMap(\.self).joined(separator: " to ")
    let text = [dataset.dataset.id, times, dataset.dataset["description"] ?? ""]
    return Self.text(text.filter { !$0.isEmpty }.joined(separator: ". "))
  }
}
