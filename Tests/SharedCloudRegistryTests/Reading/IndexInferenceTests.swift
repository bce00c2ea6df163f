import Formats
import Testing

@testable import SharedCloudRegistry

@Suite("The layout of an index file")
struct IndexInferenceTests {
  private static let four = "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/x.cdf,1\n"
  private static let three = "2010-01-01T00:00:00Z,s3://b/x.cdf,1\n"

  private func infer(
    _ text: String, demandsStop: Bool = false, assumesStop: Bool = true
  ) -> IndexInference {
    IndexInference(
      Array(text.utf8).span, isWhole: true,
      declaration: .init(demandsStop: demandsStop, assumesStop: assumesStop))
  }

  @Test("follows more than half of the rows", arguments: 0...2)
  func majority(_ place: Int) {
    var rows = [Self.four, Self.four]
    rows.insert(Self.three, at: place)
    let inference = infer(rows.joined())
    #expect(inference.layout.value == .standard)
    #expect(inference.layout.evidence == "2 of 3 rows")
    #expect(inference.bucket.value == "s3://b/")
    #expect(inference.timeLength == 20)
  }

  @Test func `follows the declared version at a tie, then the header`() {
    let tie = Self.four + Self.three
    #expect(infer(tie, demandsStop: true).layout.evidence == "the declared version")
    let named = infer("# start, stop, datakey, filesize\n" + tie)
    #expect(named.layout.value?.stop == 1)
    #expect(named.layout.evidence == "the header")
    #expect(infer("# time, s3key, filesize\n" + tie).layout.value?.stop == nil)
    #expect(infer(tie).layout.value == nil)
    #expect(infer(tie).layout.reason != nil)
  }

  @Test("finds the columns after a field that can't be read", arguments: ["n/a", "", "None", "x"])
  func badStop(_ stop: String) {
    let row = "2010-01-01T00:00:00Z,\(stop),s3://b/x.cdf,1\n"
    #expect(infer(row).layout.value?.stop == 1)
    #expect(infer("None,2010-01-01T00:00:00Z,s3://b/x.cdf,1\n").layout.value?.stop == 1)
  }

  @Test func `knows relative addresses and the order of HAPI`() {
    let relative = infer("2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,ds/x.cdf,1\n")
    #expect(relative.layout.value == .standard)
    #expect(infer("2010-01-01T00:00:00Z,2010/01/x.cdf,1\n").layout.value?.stop == nil)
    let last = infer("2010-01-01T00:00:00Z,s3://b/x.cdf,1,2010-01-01T01:00:00Z\n")
    #expect(last.layout.value?.stop == 3)
    #expect(last.layout.value?.datakey == 1)
  }

  @Test func `has the number of columns of most rows`() {
    let row = String(Self.four.dropLast())
    #expect(infer([row + ",9\n", Self.four, Self.four].joined()).layout.value?.columnCount == 4)
    let header = "# start, stop, datakey, filesize\n"
    #expect(infer(header + row + ",9\n" + Self.four).layout.value?.columnCount == 4)
    #expect(infer(row + ",9\n").layout.value?.columnCount == 5)
  }

  @Test func `counts a shifted file as something else`() {
    let shifted = infer(",start,stop,datakey,filesize\n0,\(Self.four)1,\(Self.four)")
    #expect(shifted.foreign?.kind == .shifted)
    #expect(shifted.foreign?.rows == 2)
    #expect(infer("0,\(Self.four)\(Self.four)\(Self.four)").foreign == nil)
  }

  @Test func `is not needed for a header alone`() {
    #expect(infer("# start, stop, datakey, filesize\n").foreign == nil)
    #expect(infer("\n\n").foreign != nil)
  }

  @Test func `measures misspelled times after their repair`() {
    let row = "2010-01-01 00:00:00+00:00,2010-01-01 01:00:00+00:00,s3://b/x.cdf,1\n"
    let inference = infer(row)
    #expect(inference.timeLength == 0)
    #expect(inference.mendedTimeLength == 20)
    #expect(inference.hasMisspelledTimes)
  }
}
