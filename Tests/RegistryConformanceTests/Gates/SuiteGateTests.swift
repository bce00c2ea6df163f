import RegistryConformance
import RegistryReports
import RegistryValidation
import Testing

@Suite("The suite is consistent")
struct SuiteGateTests {
  @Test func `its files meet their schemas, and its names lead somewhere`() throws {
    let suite = try Suite(reading: ProjectSuite.path)
    #expect(suite.cases.count > 600)
  }

  @Test func `its files match suite.json`() throws {
    let changed = try ProjectSuite.suite.get().changedFiles()
    #expect(changed.isEmpty, "\(changed.map(\.description).joined(separator: "\n"))")
  }

  @Test func `a case that breaks something differs in one place from one that does not`() throws {
    let suite = try ProjectSuite.suite.get()
    for one in suite.cases {
      guard let id = one.mutationOf, let base = suite[id], let tree = one.tree,
        let other = base.tree
      else { continue }
      let places = try TreeDifference(suite.path + "/" + other, suite.path + "/" + tree).places
      let isSameTree = places.isEmpty && tree == other
      #expect(places.count == 1 || isSameTree, "\(one.id): \(places.joined(separator: "; "))")
    }
  }

  @Test func `every testable requirement is tested`() throws {
    let matrix = CoverageMatrix(try ProjectSuite.suite.get())
    let gaps = matrix.rows.filter { !$0.gaps.isEmpty }
    for row in gaps { Issue.record("\(row.requirement.id): \(row.gaps.joined(separator: ", "))") }
  }
}
