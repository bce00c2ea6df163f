internal import Formats
internal import ObjectStorage
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// Descriptions in the vocabulary of schema.org, by which search engines find datasets.
struct LinkedData {
  let site: SiteFrame

  /// The number of scalars that a description has at most.
  private static let limit = 5000

  /// Writes the description of a dataset into the head of its page.
  func write(_ dataset: SiteDataset, to page: inout HTMLWriter) {
    let entry = dataset.dataset
    var members: [(String, JSONValue?)] = [
      ("@context", "https://schema.org/"), ("@type", "Dataset"), ("name", text(dataset.title)),
      ("description", text(entry["description"] ?? dataset.title)),
      ("identifier", text(entry.id)), ("url", text(site.address(of: dataset.link))),
      ("sameAs", web(entry["about"]) ?? web(entry["resource"])),
      ("citation", text(entry["citation"] ?? site.bucket["citation"])),
    ]
    if let start = dataset.start, let stop = dataset.stop {
      members.append(("temporalCoverage", .string("\(start)/\(stop)")))
    }
    members.append(("dateModified", entry.modification.map { .string($0.rfc3339) }))
    let keywords = entry.texts("tags") + entry.collections
    if !keywords.isEmpty {
      members.append(("keywords", .array(keywords.prefix(50).map { .string($0) })))
    }
    members.append(("isAccessibleForFree", site.bucket["egress"] == nil ? nil : true))
    members.append(("creator", organization))
    members.append(
      (
        "includedInDataCatalog",
        .present([
          ("@type", "DataCatalog"), ("name", text(site.name)), ("url", text(site.address(of: ""))),
        ])
      ))
    if let address = DatasetAddress(dataset, in: site).address {
      let format = entry.fileTypes.isEmpty ? nil : entry.fileTypes.joined(separator: ", ")
      members.append(
        (
          "distribution",
          [
            .present([
              ("@type", "DataDownload"), ("contentUrl", text(address)),
              ("encodingFormat", text(format)),
            ])
          ]
        ))
    }
    write(.present(members), to: &page)
  }

  /// Writes the description of the registry into the head of the index.
  func write(to page: inout HTMLWriter) {
    write(
      .present([
        ("@context", "https://schema.org/"), ("@type", "DataCatalog"), ("name", text(site.name)),
        ("description", text(site.bucket["description"])), ("url", text(site.address(of: ""))),
        ("creator", organization),
      ]), to: &page)
  }

  private var organization: JSONValue? {
    site.bucket["contact"].map {
      .present([("@type", "Organization"), ("name", text(site.name)), ("description", text($0))])
    }
  }

  private func text(_ text: String?) -> JSONValue? {
    guard let text, !text.isEmpty else { return nil }
    return .string(PageText.clipped(text, limit: Self.limit))
  }

  private func web(_ text: String?) -> JSONValue? {
    guard let text, WebLink(text) != nil else { return nil }
    return .string(text)
  }

  /// Writes a block of data, which browsers do not run.
  private func write(_ value: JSONValue, to page: inout HTMLWriter) {
    page.markup("<script type=\"application/ld+json\">")
    // No text of a registry can end the block.
    page.raw(
      JSONWriter.writeHarmless(value).flatMap { byte in
        byte == UInt8(ascii: "<") ? Array("\\u003c".utf8) : [byte]
      })
    page.markup("</script>\n")
  }
}

/// An address of the web that a page may link to.
struct WebLink {
  /// The address.
  let text: String

  /// Takes an address; nil if it is not one of the web, or has characters that no address has.
  init?(_ text: String) {
    let isOfWeb = ["https://", "http://"].contains { text.lowercased().hasPrefix($0) }
    guard isOfWeb, text.utf8.count <= 2000, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { return nil }
    self.text = text
  }
}
