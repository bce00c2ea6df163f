import SharedCloudRegistry
import Testing

@testable import RegistryPublishing

@Suite("Templates of names")
struct NameTemplateTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var template: String
    var name: String
    /// Start, stop and captures as text; nil if the template does not cover the name.
    var told: String?
    var testDescription: String { "\(template) on \(name)" }

    init(_ template: String, _ name: String, _ told: String?) {
      self.template = template
      self.name = name
      self.told = told
    }
  }

  static let cases = [
    Case("ac_%Y%m%d_v{version}.cdf", "ac_19990203_v02.cdf", "1999-02-03T00:00:00Z version=02"),
    Case(
      "ac_%Y%m%d_v{version}.cdf", "ac_19990203_v7.1.10.cdf", "1999-02-03T00:00:00Z version=7.1.10"),
    Case("ac_%Y%m%d_v{version}.cdf", "ac_19990203_v02.cdf.gz", nil),
    Case("ac_%Y%m%d_v{version}.cdf", "xac_19990203_v02.cdf", nil),
    Case("a%y%j.dat", "a57001.dat", "1957-01-01T00:00:00Z"),
    Case("a%y%j.dat", "a56366.dat", "2056-12-31T00:00:00Z"),
    Case("year=%Y/month=%-m/day=%-d/p", "year=2020/month=2/day=29/p", "2020-02-29T00:00:00Z"),
    Case("year=%Y/month=%-m/day=%-d/p", "year=2020/month=12/day=3/p", "2020-12-03T00:00:00Z"),
    Case("year=%Y/month=%-m/day=%-d/p", "year=2020/month=012/day=3/p", nil),
    Case("%Y-%-j_%-H.%-M.%-S", "2020-7_3.4.5", "2020-01-07T03:04:05Z"),
    Case("%Y-%m-%dT%H%M%S.%f.fits", "2020-01-02T030405.25.fits", "2020-01-02T03:04:05.25Z"),
    Case("b_%Y%m%d_%Q.cdf", "b_20200101_anything at all.cdf", "2020-01-01T00:00:00Z"),
    Case("b_%Y%m%d_%q.cdf", "b_20200101_.cdf", "2020-01-01T00:00:00Z"),
    Case("b_%Y%m%d*.cdf", "b_20200101.cdf", "2020-01-01T00:00:00Z"),
    Case("100%%_%Y", "100%_2020", "2020-01-01T00:00:00Z"),
    Case("a.b+c(%Y)", "a.b+c(2020)", "2020-01-01T00:00:00Z"),
    Case("a.b+c(%Y)", "aXb+c(2020)", nil),
    Case(
      "p_%{start:%Y%m%d%H%M}_%{stop:%Y%m%d%H%M}.h5", "p_201001022330_201001030015.h5",
      "2010-01-02T23:30:00Z/2010-01-03T00:15:00Z"),
    // The stop has only a time of day: it is on the day of the start, or the next.
    Case(
      "p_%{start:%Y%m%d_%H%M}_%{stop:%H%M}.h5", "p_20100102_2330_0015.h5",
      "2010-01-02T23:30:00Z/2010-01-03T00:15:00Z"),
    // If the stop is a day, it means the end of that day.
    Case(
      "p_%{start:%Y%m%d}_%{stop:%Y%m%d}.h5", "p_20100102_20100103.h5",
      "2010-01-02T00:00:00Z/2010-01-04T00:00:00Z"),
    Case("m{probe:[1-4]}_%Y.cdf", "m3_2015.cdf", "2015-01-01T00:00:00Z probe=3"),
    Case("m{probe:[1-4]}_%Y.cdf", "m5_2015.cdf", nil),
    Case("{n:\\d{3}}_%Y", "007_2015", "2015-01-01T00:00:00Z n=007"),
    Case("{a}_{a}_%Y", "x_x_2015", "2015-01-01T00:00:00Z a=x"),
    Case("{a}_{a}_%Y", "x_y_2015", nil),
    Case("%{start:%Y}/%{start:%Y}", "2015/2015", "2015-01-01T00:00:00Z"),
    Case(
      "%{start:%Y}/%{start:%Y}", "2015/2016",
      "it contradicts itself: %Y has two different values"),
    Case("%Y%j_%m%d", "2015032_0201", "2015-02-01T00:00:00Z"),
    Case("%Y%j_%m%d", "2015032_0202", "it contradicts itself: %j has two different values"),
    Case("%d-%b-%Y", "05-JAN-2012", "2012-01-05T00:00:00Z"),
    Case("%Y%b%d", "2012may05", "2012-05-05T00:00:00Z"),
    Case("%Y%B%d", "2012December05", "2012-12-05T00:00:00Z"),
    Case("%Y%b%d", "2012abc05", nil),
    Case("d_%Y%m%d%H", "d_2015010124", "there is no hour 24"),
    Case(
      "d_%Y%m%d%H-%{stop:%H}", "d_2015010123-24", "2015-01-01T23:00:00Z/2015-01-02T00:00:00Z"),
    Case("d_%Y%m%d%H%M%S", "d_20161231235960", "2016-12-31T23:59:59Z"),
    Case(
      "d_%Y%m%d%H%M%S_%{stop:%H%M%S}", "d_20161231235959_235960",
      "2016-12-31T23:59:59Z/2017-01-01T00:00:00Z"),
    // A stop without a year or month may be in the next one.
    Case("d_%Y%j-%{stop:%j}", "d_2015364-002", "2015-12-30T00:00:00Z/2016-01-03T00:00:00Z"),
    Case("d_%y%j-%{stop:%j}", "d_99365-001", "1999-12-31T00:00:00Z/2000-01-02T00:00:00Z"),
    Case("d_%Y%m%d-%{stop:%m%d}", "d_20151230-0229", "2015-12-30T00:00:00Z/2016-03-01T00:00:00Z"),
    Case("d_%Y%m%d-%{stop:%m%d}", "d_20151120-1119", "the stop is before the start"),
    Case("d_%Y%m%d-%{stop:%m%d}", "d_20151120-1131", "there is no day 31 of month 11 of 2015"),
    Case("d_%Y%j-%{stop:%j}", "d_2015350-366", "there is no day 366 of the year 2015"),
    Case("d_%Y%m%d-%{stop:%d}", "d_20151230-02", "2015-12-30T00:00:00Z/2016-01-03T00:00:00Z"),
    Case("d_%Y%m%d-%{stop:%d}", "d_20150131-30", "the stop is before the start"),
    // A name with a day that its month lacks is wrong, and one that is nearly a period long has its
    // times exchanged.
    Case("d_%Y%m%d-%{stop:%d}", "d_20150430-31", "there is no day 31 of month 4 of 2015"),
    Case("d_%Y%m%d-%{stop:%d}", "d_20150215-30", "there is no day 30 of month 2 of 2015"),
    Case("d_%Y%m%d-%{stop:%d}", "d_20150316-15", "the stop is before the start"),
    Case("d_%Y%m%d-%{stop:%d}", "d_20150331-14", "2015-03-31T00:00:00Z/2015-04-15T00:00:00Z"),
    Case(
      "d_%Y%m%dT%H%M_%{stop:%H%M}", "d_20150101T0030_0029",
      "the stop is before the start, and not soon after it on the next day"),
    Case(
      "d_%Y%m%dT%H%M_%{stop:%H%M}", "d_20150101T1200_1159",
      "the stop is before the start, and not soon after it on the next day"),
    Case(
      "d_%Y%m%dT%H%M_%{stop:%H%M}", "d_20150101T1900_0700",
      "2015-01-01T19:00:00Z/2015-01-02T07:00:00Z"),
    // One element of variable length in a run of digits has one reading.
    Case("%Y%-m%d", "2015111", "2015-01-11T00:00:00Z"),
    Case("%Y%-m%d", "20151211", "2015-12-11T00:00:00Z"),
    Case("%Y%-j.cdf", "20157.cdf", "2015-01-07T00:00:00Z"),
    Case("{a:[A-Z]+}%Y-%-m", "AB2015-7", "2015-07-01T00:00:00Z a=AB"),
    Case(
      "d_%Y%m%d%H-%{stop:%m%d%H}", "d_2015123118-010106",
      "2015-12-31T18:00:00Z/2016-01-01T06:00:00Z"),
    Case(
      "d_%Y%m%d%H-%{stop:%m%d%H}", "d_2015123118-123118",
      "2015-12-31T18:00:00Z/2015-12-31T18:00:00Z"),
    Case("d_%Y%m%d%H%M%S", "d_20191231235960", "there is no second 60 in this minute"),
    Case("d_%Y%m%d%H%M%S", "d_20161231225960", "there is no second 60 in this minute"),
    Case("d_%Y%m%d_%{stop:%Y%m%d}", "d_20191231_20191230", "the stop is before the start"),
    Case("d_%Y%m%d%H_%{stop:%Y%m}", "d_2019123123_201911", "the stop is before the start"),
    Case(
      "d_%Y%m%d_%{stop:%Y%m%d}", "d_20191231_20191231",
      "2019-12-31T00:00:00Z/2020-01-01T00:00:00Z"),
    Case("d_%Y%m%d", "d_20151301", "there is no month 13"),
    Case("d_%Y%m%d", "d_20150229", "there is no day 29 of month 2 of 2015"),
    Case("d_%Y%j", "d_2015366", "there is no day 366 of the year 2015"),
    Case("d_%Y%m%d%H", "d_2015010125", "there is no hour 25"),
    Case("d_%m%d", "d_0101", "the name has no year"),
    Case("д_%Y", "д_2020", "2020-01-01T00:00:00Z"),
  ]

  @Test("give times and captures, or do not match a name", arguments: cases)
  func match(_ example: Case) throws {
    #expect(Self.told(try NameTemplate(example.template), example.name) == example.told)
  }

  static func told(_ template: NameTemplate, _ name: String) -> String? {
    var slots = CaptureSlots()
    var matcher = NameMatcher(template, into: &slots)
    let bytes = Array(name.utf8)
    var place = NamedPlace(captures: slots.names.count)
    guard matcher.match(bytes.span, range: 0..<bytes.count, into: &place) else { return nil }
    do throws(NamedTime.Fault) {
      let (start, stop) = try place.times.instants()
      var text = microsecondText(start)
      if let stop { text += "/" + microsecondText(stop) }
      for (name, range) in zip(slots.names, place.captures) {
        if let range { text += " \(name)=\(String(decoding: bytes[range], as: UTF8.self))" }
      }
      return text
    } catch {
      return error.message
    }
  }

  @Test(
    "take every other character literally",
    arguments: Array(" !\"#$&'()+,-./:;<=>?@[]^_`|~\\é").map(String.init))
  func literal(_ character: String) throws {
    let template = try NameTemplate("a\(character)b_%Y")
    #expect(Self.told(template, "a\(character)b_2020") == "2020-01-01T00:00:00Z")
    #expect(Self.told(template, "axyb_2020") == nil)
  }

  static let expressions = [
    Case(#"x(?<Y>\d{4})(?<j>\d{3})_(?<kind>\w+)"#, "x2020060_abc", "2020-02-29T00:00:00Z kind=abc"),
    Case(
      #"(?<start_Y>\d{4})-(?<stop_Y>\d{4})"#, "2020-2021",
      "2020-01-01T00:00:00Z/2022-01-01T00:00:00Z"),
    Case(#"(?:a|b)+(?<Y>[0-9]{4})"#, "abba2020", "2020-01-01T00:00:00Z"),
    Case(#"(?<Y>[0-9]{4})"#, "2020x", nil),
    // A number may have any length.
    Case(#"(?<Y>\d+)"#, "20200", "there is no year 20200"),
    Case(#"(?<Y>\d+)_(?<H>\d+)"#, "2020_99999999999999999999", "the name has no day"),
  ]

  @Test("may be regular expressions with named groups", arguments: expressions)
  func expression(_ example: Case) throws {
    let template = try NameTemplate(regularExpression: example.template)
    #expect(Self.told(template, example.name) == example.told)
  }

  struct Bad: CustomTestStringConvertible, Sendable {
    var template: String
    var offset: Int
    var message: String
    var testDescription: String { template }
  }

  private static let several = "parts of variable length meet in the same digits"

  static let bad = [
    Bad(template: "", offset: 0, message: "the template is empty"),
    Bad(template: "a%Yb%x", offset: 4, message: "there is no code %x"),
    Bad(
      template: "a_%Y%m%d-%Y%m%d", offset: 9,
      message: "%Y repeats an element of the start; write %{start:…} and %{stop:…}"),
    Bad(template: "%Y_%{start:%Y}", offset: 11, message: "%Y repeats an element of the start"),
    Bad(template: "%Y_%y", offset: 3, message: "%y repeats an element of the start"),
    Bad(template: "%Y%-m%-d", offset: 5, message: several),
    Bad(template: "%Y-%-m%-d", offset: 6, message: several),
    Bad(template: "%-m%Y%-d", offset: 5, message: several),
    Bad(template: "%Y%-m1%-d", offset: 6, message: several),
    Bad(template: "%Y%{start:%-m}%{stop:%-d}", offset: 21, message: several),
    Bad(template: "%Y*%-m", offset: 3, message: several),
    Bad(template: "%Y-{n}%-m", offset: 6, message: several),
    Bad(template: "%Y-{n:[0-9]+}%-m", offset: 13, message: several),
    Bad(template: "%Y%-j{n:\\d*}", offset: 5, message: several),
    Bad(template: "%Y%-j{version}", offset: 5, message: several),
    Bad(template: "%Y_%S%f%-m", offset: 7, message: several),
    Bad(template: "a%", offset: 1, message: "\"%\" at the end"),
    Bad(template: "a{version", offset: 1, message: "the capture version has no \"}\""),
    Bad(template: "a{}", offset: 1, message: "a capture needs a name"),
    Bad(template: "a}", offset: 1, message: "\"}\" without \"{\""),
    Bad(template: "a%{begin:%Y}", offset: 1, message: "write %{start:…} or %{stop:…}"),
    Bad(template: "{a:(}", offset: 0, message: "\"(\" without \")\""),
    Bad(template: "{a:(?=b)}", offset: 0, message: "lookahead and lookbehind"),
  ]

  @Test("are refused at the wrong place", arguments: bad)
  func refusal(_ example: Bad) throws {
    let fault = #expect(throws: NameTemplate.Fault.self) { try NameTemplate(example.template) }
    #expect(fault?.offset == example.offset || example.template.contains("("))
    #expect(fault?.message.hasPrefix(example.message) == true, "\(fault?.message ?? "")")
  }
}

/// A time as text, with its fraction if any.
func microsecondText(_ time: Int64) -> String {
  var writer = TimeWriter(time % 1_000_000 == 0 ? .second : .fraction(digits: 6))
  let text = writer.text(time)
  guard text.contains(".") else { return text }
  let bare = text.dropLast().reversed().drop { $0 == "0" }.reversed()
  return String(bare) + "Z"
}
