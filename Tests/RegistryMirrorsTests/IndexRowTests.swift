import Formats
import Testing

@testable import RegistryMirrors

@Suite("Rows of index files")
struct IndexRowTests {
  private static func row(_ text: String) -> IndexRow {
    var fields = CSVFields()
    let bytes = Array(text.utf8)
    fields.split(bytes.span)
    return IndexRow(line: 1, bytes: bytes, fields)
  }

  @Test(
    "have one quote for each doubled one",
    arguments: [
      (#"2020,2021,"s3://a/q""uote.cdf",9"#, #"s3://a/q"uote.cdf"#),
      (#"2020,2021,"s3://a/""""b,c.cdf",9"#, #"s3://a/""b,c.cdf"#),
      (#"2020,2021,"s3://a/b.cdf",9"#, "s3://a/b.cdf"),
      ("2020,2021,'s3://a/b.cdf',9", "s3://a/b.cdf"),
      ("2020,2021,s3://a/b.cdf,9", "s3://a/b.cdf"),
    ])
  func quotes(_ text: String, _ key: String) {
    let row = Self.row(text)
    #expect(row.text(IndexColumns.standard.datakey) == key)
    #expect(row.hasDoubledQuotes == text.contains(#""""#))
  }

  @Test(
    "are told from other lines",
    arguments: [
      ("2020-01-01T00:00Z,2020-01-02T00:00Z,s3://a/b.cdf,9", true), ("<html>404</html>", false),
      ("garbage", false), (",,,", false), ("January,February,s3://a/b.cdf,9", true),
      ("a,b,c,d", false),
    ])
  func readable(_ text: String, _ isReadable: Bool) {
    #expect(Self.row(text).isReadable(.standard) == isReadable)
  }
}

@Suite("The lag of a mirror")
struct MirrorLagTests {
  @Test func `is told by every clock that says so, in days`() {
    var lag = MirrorLag()
    #expect(lag.text == nil)
    lag.rows = 864_000
    lag.modification = 7200
    lag.generationsBehind = 1
    #expect(
      lag.text == "lags the source by 10 days by rows, 2 hours by modification, 1 generation")
  }
}
