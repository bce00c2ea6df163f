internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// The lists of files as HAPI servers that need no program: one for each dataset.
///
/// A server of static files ignores what follows the question mark of an address, so it can have
/// only one `info` and one `data`.
///
/// Source: HAPI 3.1, §3.
struct HAPITree {
  private let site: SiteFrame

  /// The files.
  private(set) var files: [SiteFile] = []
  /// What could not be read, so that the lists lack it.
  private(set) var gaps: [String] = []

  /// Makes the files; none for a registry without datasets, since HAPI demands one.
  ///
  /// - Parameter site: The site.
  /// - Throws: ``SiteError`` if there is no room for temporary files.
  init(of site: SiteFrame) async throws(SiteError) {
    self.site = site
    guard !site.datasets.isEmpty else { return }
    add(Self.catalog(site.datasets.map(entry)), about: site.bucket, to: "hapi")
    let lists: [(range: Range<Int>, digest: String)]
    let spool: SpoolFile
    do throws(FileError) {
      (spool, lists) = try await writeLists()
    } catch {
      throw SiteError(error)
    }
    for (dataset, list) in zip(site.datasets, lists) {
      let path = dataset.hapiPath + "/data"
      files.append(SiteFile(path, in: spool, list.range, digest: list.digest))
    }
  }

  /// Writes the lists of all datasets into one temporary file, and adds their descriptions.
  private mutating func writeLists() async throws(FileError) -> (
    file: SpoolFile, lists: [(range: Range<Int>, digest: String)]
  ) {
    var spool = try SpoolWriter()
    var lists: [(range: Range<Int>, digest: String)] = []
    var output: [UInt8] = []
    for dataset in site.datasets {
      let start = spool.count
      let digest = RunningDigest(.sha256)
      var records = HAPIRecords(of: dataset.dataset)
      var batches = dataset.dataset.files().batches.makeAsyncIterator()
      while let batch = await next(&batches, of: dataset) {
        output.removeAll(keepingCapacity: true)
        records.append(batch, to: &output)
        digest.add(output.span)
        spool.append(output.span)
        try spool.flushIfFull()
      }
      lists.append((start..<spool.count, digest.finish()))
      let catalog = Self.catalog([
        ["id": .string(dataset.dataset.id), "title": .string(dataset.title)]
      ])
      add(catalog, about: site.bucket, to: dataset.hapiPath)
      files.append(SiteFile(dataset.hapiPath + "/info", records.info))
    }
    return (try spool.finish().file, lists)
  }

  /// The next files of a dataset; nil at the end, or if the rest can't be read.
  private mutating func next(
    _ batches: inout FileBatches.Iterator, of dataset: SiteDataset
  ) async -> FileBatch? {
    do throws(ReadingError) {
      return try await batches.next(isolation: #isolation)
    } catch {
      gaps.append(
        "\(dataset.dataset.id.shortened): its list of files for HAPI is not complete: \(error)")
      return nil
    }
  }

  // MARK: - Documents

  /// Adds the documents that every server has.
  private mutating func add(_ catalog: [UInt8], about bucket: Bucket, to path: String) {
    files.append(SiteFile(path + "/catalog", catalog))
    files.append(
      SiteFile(path + "/capabilities", Self.document([("outputFormats", ["csv"])])))
    var about: [(key: String, value: JSONValue)] = [
      ("id", .string(site.address ?? site.name)), ("title", .string(site.name)),
      ("contact", .string(bucket["contact"] ?? "")),
    ]
    for name in ["description", "citation"] {
      if let text = bucket[name] { about.append((name, .string(text))) }
    }
    files.append(SiteFile(path + "/about", Self.document(about)))
  }

  /// The entry of a dataset in the catalog of the whole registry.
  private func entry(of dataset: SiteDataset) -> JSONValue {
    let own = String(dataset.hapiPath.dropFirst("hapi/".count))
    return [
      "id": .string(dataset.dataset.id), "title": .string(dataset.title),
      "x_server": .string(site.address(of: dataset.hapiPath) ?? own),
    ]
  }

  private static func catalog(_ entries: [JSONValue]) -> [UInt8] {
    document([("catalog", .array(entries))])
  }

  private static func document(_ members: [(key: String, value: JSONValue)]) -> [UInt8] {
    let head: [(key: String, value: JSONValue)] = [
      ("HAPI", "3.1"), ("status", ["code": 1200, "message": "OK"]),
    ]
    return JSONWriter.writeHarmless(.object(head + members))
  }
}
