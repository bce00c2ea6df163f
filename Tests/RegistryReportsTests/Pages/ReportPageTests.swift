import Formats
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Report pages")
struct ReportPageTests {
  private func page(_ report: Report) -> String {
    String(
      decoding: ReportPage(report: report, options: .init(toolVersion: "1")).bytes, as: UTF8.self)
  }

  @Test(
    "say the verdict in words and by a shape",
    arguments: [("", "No violations", "✓"), ("IDX014", "Violations found", "✕")])
  func verdict(rule: String, words: String, sign: String) {
    var sample = TestReport()
    if !rule.isEmpty { sample.add(rule, line: 3) }
    let page = page(sample.report)
    #expect(page.contains(words))
    #expect(page.contains(">\(sign)</span>"))
  }

  @Test func `say that something could not be checked`() {
    var sample = TestReport()
    sample.parts.notices.append(Notice("NET001", "no access <b>", uri: "s3://b/x"))
    sample.parts.targets[0].coverage.obstruct([.row], because: "no access")
    let page = page(sample.report)
    #expect(page.contains("Undetermined"))
    #expect(page.contains("no access &lt;b&gt;"))
  }

  @Test func `count index files apart from documents`() async throws {
    let report = try await Validator.forTests().validate([
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(),
        "ds/ds_2010.csv": "# start, stop, datakey, filesize\n",
        "ds/ds.json": "{}",
      ])
    ])
    #expect(report.coverage.files == 2)
    #expect(page(report).contains("<dt>Index files read</dt><dd>1<"))
  }

  @Test func `have a table of the sizes that are drawn`() {
    var sample = TestReport()
    var timeline = Timeline(
      dataset: "ds", target: "t", rows: 9, bytes: 9, daysPerBin: 1,
      covered: [.init(from: 14_610, to: 14_710)], overlaps: [], years: [])
    timeline.sizes = .init(
      from: 14_592, days: 64, files: [4, 5], min: [1000, 2000], median: [3000, 4000],
      max: [5000, 6000])
    sample.parts.timelines.append(timeline)
    let page = page(sample.report)
    #expect(page.contains("<th scope=\"row\">2009-12-14 to 2010-02-15</th>"))
    #expect(page.contains(">3 kB</td>"))
    // The bins are on the axis of the year, of which the first one begins before it.
    #expect(page.contains("viewBox=\"0 0 365 100\""))
    #expect(page.contains("M0 17h46v"))
  }

  @Test func `show the first twenty findings of a rule and count the others`() {
    var sample = TestReport()
    for line in 1...25 { sample.add("IDX014", line: line) }
    sample.add("IDX015", line: 1, unlisted: 999_999)
    let page = page(sample.report)
    #expect(page.occurrences(of: "<div class=\"finding\">") == 21)
    #expect(page.contains("20 of 25 listed"))
    #expect(page.contains("1 of 1,000,000 listed"))
    #expect(page.contains(">1,000,000</span>"))
  }

  @Test(
    "keep hostile text as text",
    arguments: [
      "<img onerror=alert(1)>", "</script><script>", "\" onclick=\"x", "a\u{202E}b", "\u{1B}[31m",
      "&amp;",
    ])
  func hostile(text: String) {
    var sample = TestReport(targets: [text])
    sample.add("IDX014", text, line: 1) {
      $0.message = text
      $0.dataset = text
      $0.excerpt = .init(text: text, column: 2, length: 3)
    }
    let page = page(sample.report)
    #expect(!page.contains("<img onerror"))
    #expect(!page.contains("</script><script>"))
    #expect(!page.contains("\" onclick"))
    #expect(page.unicodeScalars.allSatisfy { $0.value != 0x202E && $0.value != 0x1B })
  }

  @Test func `ask nothing of a server, and have no style attributes`() {
    var sample = TestReport()
    sample.add("IDX014", line: 1)
    let page = page(sample.report)
    for word in [" src=", "http://", "https://", " style=", "@import", "url(http"] {
      #expect(!page.contains(word))
    }
    #expect(page.contains("default-src 'none'"))
  }

  @Test(
    "of a thousand datasets stay small, with a million findings counted", arguments: [50, 400])
  func thousand(spans: Int) {
    var sample = TestReport()
    for number in 0..<1000 {
      let name = "mission_instrument_level2_product_\(number)"
      var timeline = Timeline(
        dataset: name, target: "s3://b/", title: "A title of the usual length, number \(number)",
        rows: 1_600_000, bytes: 22 << 40, daysPerBin: 1, covered: [], overlaps: [], years: [])
      timeline.claimed = .init(start: "2000-01-01T00:00:00Z", stop: "2020-01-01T00:00:00Z")
      let distance = 7000 / spans
      for span in 0..<spans {
        let from = 11_000 + span * distance
        // No two gaps are of the same length, so that few are joined at once.
        timeline.covered.append(.init(from: from, to: from + distance - 1 - span % (distance - 1)))
      }
      for year in 2000..<2020 {
        timeline.years.append(
          .init(
            year: year, uri: "s3://b/registries/\(name)_\(year).csv", rows: 80_000, bytes: 1 << 40))
      }
      timeline.sizes = .init(
        from: 11_000, days: 128, files: Array(repeating: 9, count: 57),
        min: Array(repeating: 1_000_000, count: 57), median: Array(repeating: 5_000_000, count: 57),
        max: Array(repeating: 9_000_000, count: 57))
      sample.parts.timelines.append(timeline)
      for line in 1...2 {
        sample.add(
          "IDX014", "s3://b/registries/\(name)_2010.csv", line: line, unlisted: 499)
      }
    }
    let bytes = ReportPage(report: sample.report, options: .init(toolVersion: "1")).bytes
    #expect(bytes.count <= 3 << 20)
    #expect(String(decoding: bytes, as: UTF8.self).contains("1,000,000"))
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func occurrences(of text: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: text) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
