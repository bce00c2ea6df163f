import Listings
import SharedCloudRegistry
import Testing

@testable import RegistryPublishing

@Suite("Names that no template explains")
struct UnexplainedNamesTests {
  private func proposal(_ keys: [String]) -> MissionProposal {
    var inference = MissionInference()
    inference.take(keys.map { ListingEntry(key: $0, size: 7) })
    return inference.proposal(of: nil)
  }

  @Test func `are single files`() {
    let proposal = proposal(["a_20200101.cdf", "b_20200101.cdf", "c_20200101.cdf"])
    #expect(proposal.templateCount == 0)
    #expect(proposal.unexplainedCount == 3)
    #expect(proposal.text.contains("# not explained: 3 objects"))
  }

  @Test func `have no time`() {
    let proposal = proposal((1...40).map { "run_\(1000 + $0).dat" })
    #expect(proposal.templateCount == 0)
    #expect(proposal.unexplainedCount == 40)
  }

  @Test func `may have the month or the day first`() {
    #expect(proposal((1...9).map { "x_0\($0)-02-2019.dat" }).templateCount == 0)
    #expect(proposal((1...9).map { "x_0\($0)022019.dat" }).templateCount == 0)
    for year in [["19"], ["10", "11", "12"]] {
      let short = year.flatMap { year in
        (1...12).flatMap { month in
          (1...12).map {
            "x_\(String(100 + $0).suffix(2))\(String(100 + month).suffix(2))\(year).dat"
          }
        }
      }
      let proposal = proposal(short)
      #expect(proposal.templateCount == 0, "\(proposal.text)")
      #expect(proposal.text.contains("may be %d%m%y or %m%d%y"), "\(proposal.text)")
    }
    let unpadded = proposal((0..<40).map { "x_\($0 % 12 + 1)-\($0 % 7 + 1)-\(2019 + $0 / 12).dat" })
    #expect(unpadded.templateCount == 0)
    #expect(unpadded.text.contains("day and month, or month and day"), "\(unpadded.text)")
  }

  @Test func `have the order of day and month of one odd name`() {
    let unpadded = (0..<40).map { "x_\($0 % 12 + 1)-\($0 % 7 + 1)-\(2019 + $0 / 12).dat" }
    let padded = (1...12).flatMap { month in
      (1...3).map { "y_\(month < 10 ? "0" : "")\(month)-0\($0)-2019.dat" }
    }
    for keys in [unpadded + ["x_13-1-2019.dat"], padded + ["y_25-03-2019.dat"]] {
      let proposal = proposal(keys)
      #expect(proposal.templateCount == 0, "\(proposal.text)")
    }
  }

  @Test func `are no days of one number that is as large`() {
    let keys = (1...12).flatMap { month in (1...12).map { "d/year=2021/month=\(month)/f_\($0).nc" }
    }
    let proposal = proposal(keys + ["d/year=2021/month=1/f_28.nc"])
    #expect(!proposal.text.contains("%-d"), "\(proposal.text)")
  }

  @Test func `have a day of the year without leading zeros, or a number`() {
    for keys in [(1...120).map { "doy/2020_\($0).txt" }, (1...200).map { "g/2010/d\($0).nc" }] {
      let proposal = proposal(keys)
      #expect(proposal.templateCount == 0, "\(proposal.text)")
      #expect(proposal.text.contains("may be %-j, but also a counter"), "\(proposal.text)")
    }
  }

  @Test func `tell only a year of two digits that many files share`() {
    let proposal = proposal((335...365).map { "igs/igsg\($0)7.15i.Z" } + ["igs/igsg0017.16i.Z"])
    #expect(proposal.templateCount == 0, "\(proposal.text)")
  }

  @Test func `have impossible dates`() {
    let proposal = proposal((10...40).map { "x_201902\($0).dat" })
    #expect(proposal.templateCount == 0)
    #expect(proposal.unexplainedCount == 31)
  }

  @Test(
    "tell more than templates can read",
    arguments: [
      "quarters", "weeks", "am and pm", "am and pm after digits", "seconds of the day",
      "irregular seconds of the day", "minutes of the day",
    ])
  func unreadable(_ kind: String) {
    let what =
      kind.hasPrefix("am and pm")
      ? "am and pm" : kind.hasPrefix("irregular ") ? String(kind.dropFirst(10)) : kind
    func padded(_ number: Int, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: count - text.count) + text
    }
    let keys =
      switch kind {
      case "quarters": (0..<40).map { "\(2010 + $0 / 4)Q\($0 % 4 + 1).cdf" }
      case "weeks": (0..<86).map { "\(2018 + $0 / 43)-W\($0 % 43 + 10).csv" }
      case "seconds of the day":
        (0..<76).map { "cam.h1.2000-01-\($0 / 4 + 10)-\(padded($0 % 4 * 21600, 5)).nc" }
      case "irregular seconds of the day":
        (0..<76).map { "x_200001\($0 / 4 + 10)_\(padded(($0 * 40503 + 17) % 86400, 5)).nc" }
      case "minutes of the day":
        (0..<144).map { "x_200001\($0 / 12 + 10)_\(padded($0 % 12 * 120, 4)).nc" }
      case "am and pm": (0..<40).map { "202001\($0 / 2 + 10)_\($0 % 2 == 0 ? "am" : "pm").csv" }
      default: (0..<40).map { "a_202001\($0 / 2 + 10)\($0 % 2 == 0 ? "am" : "pm").csv" }
      }
    let proposal = proposal(keys)
    #expect(proposal.templateCount == 0 && !proposal.isExplained)
    #expect(proposal.text.contains("templates can't read \(what)"), "\(proposal.text)")
  }

  @Test(
    "differ in letters that may be hours, months or revisions",
    arguments: ["hours", "hours of RINEX", "months", "months in years", "revisions"])
  func letters(_ kind: String) {
    let letters = Array("abcdefghijklmnopqrstuvwx")
    let keys =
      switch kind {
      case "hours": (0..<480).map { "g/x_202101\($0 / 24 + 10)\(letters[$0 % 24]).nc" }
      case "hours of RINEX": (0..<480).map { "g/igsg\($0 / 24 + 100)\(letters[$0 % 24]).15o" }
      case "months": (0..<120).map { "x_\($0 / 12 + 2000)\(letters[$0 % 12]).nc" }
      case "months in years": (0..<120).map { "\($0 / 12 + 2000)/x_\(letters[$0 % 12]).nc" }
      default: (0..<60).map { "x_202101\($0 / 3 + 10)\(letters[$0 % 3]).nc" }
      }
    let proposal = proposal(keys)
    #expect(proposal.templateCount == 0 && !proposal.isExplained)
    #expect(proposal.text.contains("may be hours, months or revisions"), "\(proposal.text)")
  }

  @Test func `differ in letters that name instruments`() {
    let probes = proposal((0..<100).map { "th\(Array("abcde")[$0 % 5])_202101\($0 / 5 + 10).cdf" })
    #expect(probes.templateCount == 5, "\(probes.text)")
    let halves = proposal((0..<40).map { "x_202101\($0 / 2 + 10)\(Array("NS")[$0 % 2]).cdf" })
    #expect(halves.templateCount == 2, "\(halves.text)")
  }

  @Test func `have constants like dates`() {
    let proposal = proposal((2554...2613).map { "fd_M_96m_01d.\($0).0000.fits" })
    #expect(proposal.templateCount == 0, "\(proposal.text)")
  }

  @Test func `have measured values, which are no datasets`() {
    let classes = Array("CMX")
    let keys = (0..<84).map { number in
      let day = String(100 + number % 28 + 1).dropFirst()
      let value = "\(number * 7 % 9 + 1).\(number * 13 % 10)"
      return "flare_2014\(number / 28 + 10)\(day)_\(classes[number % 3])\(value).fits"
    }
    let proposal = proposal(keys)
    #expect(proposal.templateCount == 3 && proposal.isExplained, "\(proposal.text)")
    let channels = (0..<90).map { number in
      let day = String(100 + number / 3 % 28 + 1).dropFirst()
      return "euv_2014\(number / 84 + 10)\(day)_\(["17.1", "19.5", "30.4"][number % 3]).fits"
    }
    #expect(self.proposal(channels).templateCount == 3)
  }

  @Test func `share starts, which is said`() {
    let proposal = proposal((1...30).map { "20200101_00\($0 + 60).fits" })
    #expect(proposal.text.contains("29 files with the start of another one"), "\(proposal.text)")
  }

  @Test func `are a tenth of a directory at most`() {
    let good = (10...28).map { "d/x_201902\($0).dat" }
    let few = proposal(good + ["d/readme.txt", "e/notes.txt"])
    #expect(few.templateCount == 1)
    #expect(few.unexplainedCount == 2)
    #expect(few.isExplained)
    #expect(proposal(good + ["d/readme.txt"]).isExplained)
    #expect(few.text.contains("ignore:\n  - d/readme.txt\n  - e/notes.txt\n"), "\(few.text)")
    #expect(!proposal(good + good.map { "e" + $0 } + ["f/note.txt", "f/more.md"]).isExplained)
    let many = proposal(good + ["alpha", "beta", "gamma"].map { "d/\($0).txt" })
    #expect(many.templateCount == 0)
    #expect(many.unexplainedCount == good.count + 3)
    #expect(many.text.contains("explain only 19 of 22 objects"))
  }
}
