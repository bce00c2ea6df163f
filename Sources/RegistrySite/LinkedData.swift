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
      ("description", text(entry["description"] ?? summary(of: dataset))),
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
    members.append(("isAccessibleForFree", site.egress.isFree.map { .bool($0) }))
    members.append(("creator", organization))
    members.append(
      (
        "includedInDataCatalog",
        .present([
          ("@type", "DataCatalog"), ("name", text(site.name)), ("url", text(site.address(of: ""))),
        ])
      ))
    members.append(("distribution", distribution(of: dataset)))
    write(.present(members), to: &page)
  }

  /// A description for a dataset without one; search engines want 50 characters and more.
  private func summary(of dataset: SiteDataset) -> String {
    let types = dataset.dataset.fileTypes.joined(separator: ", ")
    var text = "\(dataset.title): the \(types.isEmpty ? "" : "\(types) ")files of the dataset "
    text += "\(dataset.dataset.id) in \(site.name)"
    if let start = dataset.start, let stop = dataset.stop { text += ", from \(start) to \(stop)" }
    return text + "."
  }

  /// The index files, which are what the address of a dataset leads to, and the format of the data
  /// files that they list.
  private func distribution(of dataset: SiteDataset) -> JSONValue? {
    let place = DatasetAddress(dataset, in: site)
    guard let address = place.address else { return nil }
    let fileName = place.file.flatMap { IndexFileName($0) }
    let data = dataset.dataset.fileTypes.prefix(50).map { format -> JSONValue in
      .present([("@type", "DataDownload"), ("encodingFormat", text(format))])
    }
    let index: JSONValue = .present([
      ("@type", "DataDownload"), ("name", "Index files"),
      ("contentUrl", text(place.webAddress ?? place.webDirectory ?? address)),
      ("encodingFormat", Self.mediaType(fileName?.format, named: dataset.dataset.indexType)),
      ("description", "Lists of the data files: time, address and size."),
    ])
    return .array([index] + data)
  }

  /// The media type of index files; nil if it is not known.
  private static func mediaType(
    _ format: IndexFileName.Format?, named type: String?
  ) -> JSONValue? {
    switch format {
    case .csv: return "text/csv"
    case .zippedCSV: return "application/zip"
    case .gzippedCSV: return "application/gzip"
    case .parquet: return "application/vnd.apache.parquet"
    case nil:
      let types: [String: JSONValue] = [
        "csv": "text/csv", "csv-zip": "application/zip",
        "parquet": "application/vnd.apache.parquet",
      ]
      return types[type ?? ""]
    }
  }

  /// Writes the description of the registry into the head of the index.
  func write(to page: inout HTMLWriter) {
    write(
      .present([
        ("@context", "https://schema.org/"), ("@type", "DataCatalog"), ("name", text(site.name)),
        ("description", text(site.bucket["description"])), ("url", text(site.address(of: ""))),
        ("creator", organization), ("dataset", datasets),
      ]), to: &page)
  }

  /// The datasets by name, id and the address of their page, which is relative if that of the site
  /// is not known.
  private var datasets: JSONValue? {
    guard !site.datasets.isEmpty else { return nil }
    return .array(
      site.datasets.map { dataset in
        .present([
          ("@type", "Dataset"), ("name", short(dataset.title)),
          ("identifier", short(dataset.dataset.id)),
          ("url", .string(site.address(of: dataset.link) ?? dataset.link)),
        ])
      })
  }

  /// A text of at most 200 scalars, since the index names every dataset.
  private func short(_ text: String) -> JSONValue {
    .string(PageText.clipped(text, limit: 200))
  }

  private var organization: JSONValue? {
    site.bucket["contact"].map {
      .present([
        ("@type", "Organization"), ("name", text(site.name)), ("contactPoint", contact($0)),
      ])
    }
  }

  /// A contact as a catalog writes it: a name and an address for mail, with commas between them.
  private func contact(_ contact: String) -> JSONValue {
    let parts = contact.split(separator: ",").map { part in
      String(part.drop { $0 == " " })
    }
    let mail = parts.first { $0.contains("@") && !$0.contains(" ") }
    let name = parts.filter { $0 != mail }.joined(separator: ", ")
    return .present([("@type", "ContactPoint"), ("name", text(name)), ("email", text(mail))])
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
