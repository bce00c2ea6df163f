import InterleavedPublishing
import TestSupport
import Testing

/// Some orders of requests; `Tests/Suites/interleavings.sh` tries all.
@Suite("Several publishers of one dataset", .temporaryFolder)
struct InterleavingTests {
  private var publishing: InterleavedPublishing {
    InterleavedPublishing(folder: TemporaryFolder.current.path)
  }

  @Test("lose no row, whatever the order of their requests", arguments: PublisherScenario.pairs)
  func orders(_ scenario: PublisherScenario) async throws {
    let outcome = try await publishing.tryOrders(of: scenario, atMost: 60)
    #expect(outcome.faults == [])
    #expect(outcome.orders > 40)
    // In most orders one of them finds that the other was faster.
    #expect(outcome.attempts > 2 * outcome.orders)
  }

  @Test("lose no row in seeded orders", arguments: [4, 8])
  func seededOrders(_ publishers: Int) async throws {
    let outcome = try await publishing.trySeeds(0..<96 / publishers, publishers: publishers)
    #expect(outcome.faults == [])
    #expect(outcome.orders == 96 / publishers)
  }

  @Test func `a year that becomes empty is not deleted with rows of somebody else`() async throws {
    let outcome = try await publishing.tryPruning(atMost: 60)
    #expect(outcome.faults == [])
    #expect(outcome.orders > 40)
  }
}
