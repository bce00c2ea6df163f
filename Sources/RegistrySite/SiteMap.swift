internal import Formats
internal import SharedCloudRegistry

/// The list of pages for search engines; only if the address of the site is known.
struct SiteMap {
  let site: SiteFrame

  /// The number of addresses that the format allows.
  private static let limit = 50_000

  /// The file; nil without an address.
  var bytes: [UInt8]? {
    guard let index = site.address(of: "") else { return nil }
    var map = XMLWriter()
    map.begin("urlset", [("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")])
    add(index, changed: site.changes.first?.time, to: &map)
    for dataset in site.datasets.prefix(Self.limit - 1) {
      add(index + dataset.link, changed: dataset.dataset.modification, to: &map)
    }
    map.end()
    return map.bytes
  }

  private func add(_ address: String, changed: SCRTime?, to map: inout XMLWriter) {
    map.begin("url")
    map.element("loc", text: address)
    if let changed { map.element("lastmod", text: changed.rfc3339) }
    map.end()
  }
}
