import Files
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Migrations that would lose rows", .temporaryFolder)
struct MigrationLossTests {
  private let folder = MigrationFolder()

  private func write(_ files: [(year: Int, rows: String?)]) throws {
    let catalog = """
      {"Cloudy": "0.2", "endpoint": "s3://b/", "name": "A bucket",
       "contact": "Someone, a@example.org", "status": "1200/OK",
       "catalog": [{"id": "ds", "loc": "s3://b/ds/", "title": "A dataset",
         "startDate": "2019-03-01T00:00:00Z", "stopDate": "2021-03-02T00:00:00Z",
         "modificationDate": "2021-04-01T00:00:00Z", "indexformat": "csv", "fileformat": "cdf"}]}
      """
    try folder.write(catalog, to: "old/catalog.json")
    for (year, rows) in files {
      guard let rows else { continue }
      let text = "# startdate, key, filesize\n" + rows
      try folder.write(text, to: "old/ds/ds_\(year).csv")
    }
  }

  private static func row(_ year: Int, size: Int = 10) -> String {
    "\(year)-03-01T00:00:00Z,s3://b/ds/\(year).cdf,\(size)\n"
  }

  @Test(
    "are refused in place and elsewhere if a year at an end has no rows",
    arguments: ["old", "new"],
    [
      (nil, row(2021), PublishingGuard.laterStart), ("", row(2021), .laterStart),
      (row(2019), nil, .earlierEnd), (row(2019), "", .earlierEnd),
    ] as [(String?, String?, PublishingGuard)])
  func ends(_ place: String, _ years: (String?, String?, PublishingGuard)) async throws {
    try write([(2019, years.0), (2020, Self.row(2020)), (2021, years.1)])
    let draft = try await folder.migrate("old", to: place) { $0.allowed = [] }
    #expect(draft.registry.plan.refusals.map(\.opening) == [years.2])
  }

  @Test("keep the years with a header alone", arguments: ["old", "new"])
  func header(_ place: String) async throws {
    try write([(2019, Self.row(2019)), (2020, ""), (2021, Self.row(2021))])
    let draft = try await folder.migrate("old", to: place) { $0.allowed = [] }
    #expect(draft.registry.plan.refusals == [])
    #expect(try folder.text(place + "/ds/ds_2020.csv") == "# start, stop, datakey, filesize\n")
    #expect(try await folder.migrate(place, to: place).registry.plan.isEmpty)
  }

  @Test("are refused if a file has two sizes", arguments: ["old", "new"])
  func sizes(_ place: String) async throws {
    try write([
      (2019, Self.row(2019) + Self.row(2019, size: 99)), (2020, Self.row(2020)),
      (2021, Self.row(2021)),
    ])
    let draft = try await folder.migrate("old", to: place) { $0.allowed = [] }
    #expect(draft.registry.plan.refusals.map(\.opening) == [.contradiction])
  }

  @Test("are refused if a year has two index files", arguments: ["old", "new"])
  func twins(_ place: String) async throws {
    try write([(2019, Self.row(2019)), (2020, Self.row(2020)), (2021, Self.row(2021))])
    let text = try folder.text("old/ds/ds_2020.csv") + Self.row(2020).replacing("03", with: "04")
    let bytes = try StagedContent.bytes(Array(text.utf8)).packed(as: .zippedCSV, named: "ds_2020")
    try TemporaryFolder.current.write(try bytes.allBytes(), to: "old/ds/ds_2020.csv.zip")
    await #expect(throws: PublishingError.self) { try await folder.migrate("old", to: place) }
  }

  @Test func `in place, rows that were there are not new`() async throws {
    try write([(2019, Self.row(2019)), (2020, Self.row(2020)), (2021, Self.row(2021))])
    let dataset = try await folder.migrate("old", to: "old").registry.plan.datasets[0]
    #expect(dataset.rowsBefore == 3)
    #expect(dataset.changes == .init(changed: 3))
  }
}
