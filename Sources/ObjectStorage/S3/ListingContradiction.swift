internal import Formats

/// How a page of a listing contradicts itself or the request.
///
/// Nobody knows whether objects are missing in such an answer.
struct ListingContradiction {
  private let page: S3ListingPage
  private let root: XMLElement
  private let bucket: String
  private let prefix: String
  private let start: String

  /// Prepares.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - root: Its document.
  ///   - bucket: The bucket that was asked for.
  ///   - prefix: The prefix that was asked for.
  ///   - start: The key after which the listing should begin; empty for its first key.
  init(
    _ page: S3ListingPage, in root: XMLElement, bucket: String, prefix: String,
    after start: String = ""
  ) {
    self.page = page
    self.root = root
    self.bucket = bucket
    self.prefix = prefix
    self.start = start
  }

  /// The contradiction in words; nil without one.
  var words: String? { structure ?? place ?? end ?? count }

  /// Members that a page has at most once.
  private static let single = [
    "Name", "Prefix", "IsTruncated", "KeyCount", "MaxKeys", "NextContinuationToken", "NextMarker",
    "EncodingType",
  ]

  private var structure: String? {
    if let error = root["Error"] {
      return "it holds the error \(error["Code"]?.text ?? "without a code")"
    }
    for name in Self.single {
      let texts = Set(root.children.filter { $0.name == name }.map(\.text))
      if texts.count > 1 {
        return "it has \(name) twice, \(texts.sorted().joined(separator: " and "))"
      }
    }
    return nil
  }

  /// A listing of another bucket or prefix.
  private var place: String? {
    let name = root["Name"]?.text ?? ""
    // An access point has the name of its bucket, and tenants put theirs before it.
    let isAlias = bucket.hasPrefix("arn:") || bucket.hasSuffix("-s3alias")
    if !name.isEmpty, !isAlias, !bucket.contains(name), !name.contains(bucket) {
      return "it is of the bucket \(name), not of \(bucket)"
    }
    if let own = other(than: prefix, in: "Prefix") {
      return "it is of the prefix \(own), not of \(prefix.isEmpty ? "all keys" : prefix)"
    }
    if let own = other(than: start, in: "StartAfter") { return "it begins after \(own)" }
    if root["MaxKeys"]?.text == "0" { return "MaxKeys is 0" }
    return nil
  }

  /// The value of a member that repeats the request, if it is another one; nil if it is not.
  private func other(than asked: String, in name: String) -> String? {
    let own = root[name]?.text ?? ""
    let decoded = PercentEncoding.decode(own.replacing("+", with: " ")) ?? own
    return own.isEmpty || own == asked || decoded == asked ? nil : own
  }

  private var end: String? {
    let said = root["IsTruncated"]?.text
    switch (said ?? "", page.continuation) {
    case ("true", .some), ("false", nil): break
    case ("", nil): return "it does not say whether more objects follow"
    case ("true", nil): return "it says that more objects follow, but not where"
    case ("false", .some): return "it is the last page, but says where to continue"
    case ("", .some): return "it says where to continue, but not that more objects follow"
    default: return "IsTruncated is \(said ?? ""), neither true nor false"
    }
    if said != "true", let marker = root["NextMarker"]?.text, !marker.isEmpty {
      return "it is the last page, but says where to continue"
    }
    return nil
  }

  private var count: String? {
    guard let text = root["KeyCount"]?.text else { return nil }
    guard let count = Int(text) else { return "KeyCount is \(text), not a number" }
    let (objects, prefixes) = (page.objects.count, page.prefixes.count)
    // Some servers don't count the common prefixes.
    guard count != objects, count != objects + prefixes else { return nil }
    return "it has \(objects + prefixes) keys, but KeyCount is \(count)"
  }
}
