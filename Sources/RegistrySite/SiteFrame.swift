internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// What all files of a site share: the registry, its address, and the address of the site.
struct SiteFrame: Sendable {
  let bucket: Bucket
  let options: SiteContents.Options
  let datasets: [SiteDataset]

  /// Who may read the bucket, and who pays.
  var egress: SiteEgress { SiteEgress(bucket) }

  /// The name of the registry.
  var name: String { bucket["name"] ?? bucket["endpoint"] ?? "Shared Cloud Registry" }

  /// The last line of pages.
  var footer: String {
    "Made by scregistry \(options.toolVersion) from catalog.json · times are in UTC"
  }

  /// The address that people give to programs: the endpoint in the catalog, else the place it was
  /// read from; nil for a directory without an endpoint.
  var address: String? {
    if let endpoint = bucket["endpoint"], ObjectAddress(endpoint) != nil {
      return endpoint.hasSuffix("/") ? endpoint : endpoint + "/"
    }
    return ObjectAddress(bucket.address) == nil ? nil : bucket.address
  }

  /// The address of a file of the site; nil if the address of the site is not known.
  func address(of link: String) -> String? { options.address.map { $0 + link } }

  /// A name for a thing of the registry that stays the same, as Atom demands.
  ///
  /// - Parameter part: What it is, such as the id of a dataset.
  /// - Returns: An address of the form `urn:uuid:`.
  func identifier(_ part: String) -> String {
    let digest = RunningDigest(.sha256)
    digest.add(Array("scregistry site\n\(address ?? name)\n\(part)".utf8).span)
    var bytes = Array(digest.finishedBytes().prefix(16))
    // Version 8: made in a way of one's own.
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = "urn:uuid:"
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return text
  }

  /// The datasets with a time of change, the latest first, then by id.
  var changes: [(dataset: SiteDataset, time: SCRTime)] {
    let dated = datasets.compactMap { dataset in
      dataset.dataset.modification.map { (dataset: dataset, time: $0) }
    }
    return dated.sorted { left, right in
      if left.time != right.time { return left.time > right.time }
      return left.dataset.path < right.dataset.path
    }
  }
}

extension SCRTime {
  /// The time as RFC 3339 has it: complete, to the second.
  var rfc3339: String { SCRTime(seconds: seconds).text }
}
