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
  }

  @Test func `have impossible dates`() {
    let proposal = proposal((10...40).map { "x_201902\($0).dat" })
    #expect(proposal.templateCount == 0)
    #expect(proposal.unexplainedCount == 31)
  }

  @Test func `are a tenth of a directory at most`() {
    let good = (10...28).map { "d/x_201902\($0).dat" }
    let few = proposal(good + ["d/readme.txt", "e/notes.txt"])
    #expect(few.templateCount == 1)
    #expect(few.unexplainedCount == 2)
    #expect(few.isExplained)
    #expect(proposal(good + ["d/readme.txt"]).isExplained)
    #expect(!proposal(good + good.map { "e" + $0 } + ["f/note.txt", "f/more.md"]).isExplained)
    let many = proposal(good + ["alpha", "beta", "gamma"].map { "d/\($0).txt" })
    #expect(many.templateCount == 0)
    #expect(many.unexplainedCount == good.count + 3)
    #expect(many.text.contains("explain only 19 of 22 objects"))
  }
}
