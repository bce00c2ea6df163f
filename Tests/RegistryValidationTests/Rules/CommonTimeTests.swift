import SharedCloudRegistry
import Testing

@testable import RegistryValidation

@Suite("Common spellings of times")
struct CommonTimeTests {
  static let texts = [
    "2015-09-01 12:11:14", "2015-09-01T12:11:14.5", "2015-02-30 12:11:14",
    "2015-09-01 24:00:00", "2015-09-01 12:11:60.000", "2015-09-01_12:11:14", "2015-09-01 12:11",
  ]
  .flatMap { text in ["", "Z", "z", "+00:00", "-00:00", "+01:00", "+0000"].map { text + $0 } }

  @Test("are read as the other repair reads them", arguments: texts)
  func sameAsRepair(_ text: String) {
    let bytes = Array(text.utf8)
    guard (try? SCRTime(parsing: bytes.span)) == nil,
      let corrected = CommonTime.corrected(bytes.span)
    else { return }
    let repair = TimeRepair(of: text)
    #expect(repair.corrected == corrected)
    #expect(!repair.isGuess)
  }

  @Test func `are found`() {
    #expect(
      CommonTime.corrected(Array("2015-09-01 12:11:14+00:00".utf8).span) == "2015-09-01T12:11:14Z")
    #expect(CommonTime.corrected(Array("2015-09-01 12:11:14+01:00".utf8).span) == nil)
  }
}
