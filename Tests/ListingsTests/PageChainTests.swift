import Testing

@testable import Listings

@Suite("Pages of a listing")
struct PageChainTests {
  /// The pages of a listing, each with its key at the end, and the words of its fault; nil if it is complete.
  struct Case: CustomTestStringConvertible, Sendable {
    var pages: [String]
    var fault: String?
    var testDescription: String { pages.joined(separator: " ") }

    init(_ pages: String..., fault: String? = nil) {
      self.pages = pages
      self.fault = fault
    }
  }

  static let cases = [
    Case(#""NextContinuationToken": "A", @K"#, #""ContinuationToken": "A", @L"#),
    Case(
      #""NextContinuationToken": "A", @K"#,
      #""ContinuationToken": "A", "NextContinuationToken": "B", @L"#,
      #""ContinuationToken": "B", @M"#),
    Case(#""NextMarker": "k", "Marker": "", @K"#, #""Marker": "k", @L"#),
    Case(#""IsTruncated": true, @K"#, #""Marker": "k", @L"#),
    Case(#""IsTruncated": true, @K"#, #""StartAfter": "k", @L"#),
    Case(#""NextKeyMarker": "k", "KeyMarker": "", @K"#, #""KeyMarker": "k", @L"#),
    Case(#""StartAfter": "", "ContinuationToken": null, "Marker": "", @K"#),
    Case(
      #""NextContinuationToken": "A", @K"#, #""ContinuationToken": "B", @L"#,
      fault: "a page is missing before this one"),
    Case(#""ContinuationToken": "B", @K"#, fault: "a page is missing before this one"),
    Case("@K", #""ContinuationToken": "B", @L"#, fault: "a page is missing before this one"),
    Case(#""StartAfter": "j", @K"#, fault: "only keys after j are listed: it has StartAfter"),
    Case(#""Marker": "j", @K"#, fault: "only keys after j are listed: it has Marker"),
    Case(#""KeyMarker": "j", @K"#, fault: "only keys after j are listed: it has KeyMarker"),
    Case(#""NextMarker": "k", @K"#, #""Marker": "kk", @L"#, fault: "only keys after kk are listed"),
    Case(#""IsTruncated": true, @K"#, #""Marker": "kk", @L"#, fault: "only keys after kk"),
  ]

  @Test("must follow one another", arguments: cases)
  func pages(_ example: Case) {
    let text = example.pages.map { page in
      let key = page.suffix(1).lowercased()
      let contents = #""Contents": [{"Key": "\#(key)", "Size": 1}]"#
      return "{" + page.dropLast(2) + contents + "}"
    }
    let summary = ReadListing(text.joined(separator: "\n")).summary
    #expect(summary.isComplete == (example.fault == nil), "\(summary.faults)")
    guard let fault = example.fault else { return }
    #expect(summary.faults.first?.message.contains(fault) == true, "\(summary.faults)")
  }

  @Test func `tell the prefix as in the keys`() {
    let plain = ReadListing(#"{"Prefix": "a/", "Contents": [{"Key": "a/b", "Size": 1}]}"#)
    #expect(plain.summary.prefix == "a/")
    let encoded = ReadListing(#"{"Prefix": "a%20b/", "Contents": [{"Key": "a b/c", "Size": 1}]}"#)
    #expect(encoded.summary.prefix == "a b/")
  }
}
