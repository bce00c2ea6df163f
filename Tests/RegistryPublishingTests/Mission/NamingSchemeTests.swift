import Listings
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Missions proposed for the names of real missions", .temporaryFolder)
struct NamingSchemeTests: PublishingTests {
  @Test("tell the true starts, and are published as proposed", arguments: NamingSchemes.all)
  func propose(_ scheme: NamingScheme) async throws {
    let files = scheme.files
    var inference = MissionInference()
    inference.take(files.map { ListingEntry(key: $0.key, size: 7) })
    let proposal = inference.proposal(of: nil)
    #expect(proposal.unexplainedCount == 0, "\(proposal.text)")
    #expect(proposal.templateCount == scheme.channels.count, "\(proposal.text)")
    let text = Self.filled(proposal.text)
    let mission = try Mission(parsing: Array(text.utf8), path: "mission.yml")
    var matcher = KeyMatcher(mission)
    for file in files {
      let match = try? matcher.match(Array(file.key.utf8))
      guard let match, match.start == file.start, match.rival == nil else {
        let told = match.map { microsecondText($0.start) } ?? "nothing"
        Issue.record("\(file.key): \(told), not \(microsecondText(file.start))\n\(text)")
        return
      }
      if let length = scheme.length, let stop = match.stop {
        let isDate = !scheme.pattern.contains("<e:H>")
        let expected = file.start + (length + (isDate ? NamingScheme.day : 0)) * 1_000_000
        #expect(stop == expected, "\(file.key): \(microsecondText(stop))")
      }
    }
    let publisher = try publisher(text)
    let draft = try await draft(publisher, Set(files.map(\.key)).sorted().map { "\($0),7" })
    #expect(draft.plan.refusals == [], "\(text)")
    #expect(draft.counts.files == Set(files.map(\.key)).count)
    let trial = try await MissionTrial(
      mission, on: [try PublishingSource(folder.path + "/listing.csv")])
    #expect(trial.isExplained, "\(trial.text)")
  }

  /// 2001-02-03, 2004-04-01, 2012-01-11 and 2019-12-29.
  static let otherStarts: [Int64] = [981_158_400, 1_080_777_600, 1_326_240_000, 1_577_577_600]

  @Test("tell the true starts in other years, of fewer files", arguments: NamingSchemes.all)
  func otherYears(_ scheme: NamingScheme) throws {
    // Each scheme has two of them.
    let number = NamingSchemes.all.firstIndex { $0.pattern == scheme.pattern } ?? 0
    for first in [
      Self.otherStarts[number % 4], Self.otherStarts[(number + 1 + number / 4 % 3) % 4],
    ] {
      var other = scheme
      other.first = first + scheme.first % NamingScheme.day
      other.count = min(scheme.count, 40)
      let files = other.files
      var inference = MissionInference()
      inference.take(files.map { ListingEntry(key: $0.key, size: 7) })
      let proposal = inference.proposal(of: nil)
      #expect(proposal.unexplainedCount == 0, "\(proposal.text)")
      #expect(proposal.templateCount == scheme.channels.count, "\(proposal.text)")
      guard proposal.templateCount > 0 else { continue }
      var matcher = KeyMatcher(
        try Mission(parsing: Array(proposal.text.utf8), path: "mission.yml"))
      for file in files {
        let match = try? matcher.match(Array(file.key.utf8))
        guard match?.start == file.start else {
          let told = match.map { microsecondText($0.start) } ?? "nothing"
          Issue.record("\(file.key): \(told), not \(microsecondText(file.start))\n\(proposal.text)")
          break
        }
      }
    }
  }

  @Test("are those of most names if one is impossible", arguments: NamingSchemes.all)
  func oneOdd(_ scheme: NamingScheme) throws {
    let files = scheme.files
    // Each scheme has every third of its impossible keys, beginning with another one.
    let first = (NamingSchemes.all.firstIndex { $0.pattern == scheme.pattern } ?? 0) % 3
    let impossible = scheme.impossibleKeys.enumerated().filter { $0.offset % 3 == first }
    for odd in impossible.map(\.element) where !files.contains(where: { $0.key == odd }) {
      var inference = MissionInference()
      inference.take((files.map(\.key) + [odd]).map { ListingEntry(key: $0, size: 7) })
      let proposal = inference.proposal(of: nil)
      #expect(proposal.templateCount == scheme.channels.count, "\(odd)\n\(proposal.text)")
      guard proposal.templateCount > 0 else { continue }
      var matcher = KeyMatcher(
        try Mission(parsing: Array(proposal.text.utf8), path: "mission.yml"))
      for file in files {
        let match = try? matcher.match(Array(file.key.utf8))
        guard match?.start == file.start else {
          let told = match.map { microsecondText($0.start) } ?? "nothing"
          Issue.record(
            "\(odd): \(file.key): \(told), not \(microsecondText(file.start))\n\(proposal.text)")
          break
        }
      }
      // If only the directory is odd, the name still tells the time.
      let isRead = (try? matcher.match(Array(odd.utf8))) != nil
      #expect(isRead || proposal.text.contains(odd), "\(proposal.text)")
    }
  }

  @Test func `are at least sixty`() { #expect(NamingSchemes.all.count >= 60) }

  /// A proposal as people complete it.
  static func filled(_ text: String) -> String {
    text.replacing("s3://FILL-IN/", with: "s3://b/")
      .replacing(/<fill in: a name and an e-mail address>/, with: "Someone, a@example.org")
      .replacing(/<fill in: [^>]*>/, with: "A title")
  }
}
