internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Where the index files of a dataset are, for people and programs.
struct DatasetAddress {
  /// The address of their directory, with its final slash; nil if it is only a path.
  let address: String?
  /// The name of the last index file; nil if none was read.
  let file: String?
  /// The region of the bucket; nil if the catalog does not name it.
  private let region: String?

  init(_ dataset: SiteDataset, in site: SiteFrame) {
    let text = dataset.dataset.absolute(dataset.dataset.index)
    address =
      ObjectAddress(text) == nil || text.hasPrefix("file:")
      ? nil : text.hasSuffix("/") ? text : text + "/"
    file = dataset.timeline?.years.last.map { year in
      year.uri.split(separator: "/").last.map(String.init) ?? year.uri
    }
    let region = site.bucket["region"] ?? ""
    self.region = Self.isRegion(region) ? region : nil
  }

  /// The address of an index file for programs that know no S3; nil without one.
  var webAddress: String? {
    guard let file, let webDirectory else { return nil }
    return webDirectory + PercentEncoding.encode(path: file)
  }

  /// The address of the directory of the index files for programs that know no S3; nil without one.
  var webDirectory: String? {
    guard let address, let parts = ObjectAddress(address) else { return nil }
    let key = PercentEncoding.encode(path: parts.key)
    switch parts.scheme {
    case "http", "https": return "\(parts.bucketAddress)\(key)"
    case "s3": return "\(webAddress(ofBucket: parts.bucket))/\(key)"
    default: return nil
    }
  }

  /// The bucket of the index files and its address on the web, if its name needs no escapes.
  var plainBucket: (name: String, web: String)? {
    guard let address, let parts = ObjectAddress(address), parts.scheme == "s3",
      parts.bucket.utf8.allSatisfy(Self.isPlain)
    else { return nil }
    return (parts.bucket, webAddress(ofBucket: parts.bucket))
  }

  private func webAddress(ofBucket name: String) -> String {
    // Without a region, Amazon finds the bucket or redirects to it.
    let server = "s3\(region.map { "." + $0 } ?? "").amazonaws.com"
    // The certificate of the server covers no names with points.
    return name.contains(".") ? "https://\(server)/\(name)" : "https://\(name).\(server)"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  /// The address of an index file in S3; nil if it is not in S3.
  var objectAddress: String? {
    guard let address, let file, address.hasPrefix("s3://") else { return nil }
    return address + file
  }

  private static func isRegion(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.utf8.allSatisfy { isPlain($0) && $0 != UInt8(ascii: ".") }
  }
}
