internal import Formats
internal import SharedCloudRegistry

/// Who may read a bucket and who pays for it, as far as the catalog says.
///
/// Source: SCR 1.1, §3, `egress`.
struct SiteEgress {
  private let words: Set<String>

  init(_ bucket: Bucket) {
    let text = bucket["egress"] ?? ""
    let spelled = String(text.lowercased().map { $0 == "_" ? "-" : $0 })
    words = Set(spelled.split { !$0.isLetter && $0 != "-" }.map(String.init))
  }

  /// Whether users pay for requests and transfers.
  var userPays: Bool { words.contains("user-pays") }

  /// Whether requests need no credentials; only then do commands go without.
  ///
  /// A catalog that says nothing is of a public bucket, as nearly all are.
  var isAnonymous: Bool { !userPays && !words.contains("private") }

  /// Whether the files cost their users nothing; nil if the catalog does not say it.
  var isFree: Bool? {
    if userPays { return false }
    if words.contains("private") { return nil }
    return words.contains("free") ? true : nil
  }

  /// The option of `aws` that requests to the bucket need, with its final space.
  var awsOption: String {
    userPays ? "--request-payer requester " : isAnonymous ? "--no-sign-request " : ""
  }
}
