import FoundationEssentials
import Glibc
import InterleavedPublishing

// usage: interleaving-tool FOLDER [SEEDS [ORDERS]]
//
// Lets publishers of one dataset publish at the same time: two of them in all orders of their
// requests (at most ORDERS of each scenario), four and eight in seeded ones. Exit code 1 if a row or
// a time is lost.

let arguments = CommandLine.arguments
guard arguments.count > 1 else {
  print("usage: interleaving-tool FOLDER [SEEDS [ORDERS]]")
  exit(2)
}
let seeds = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 2000
let orders = arguments.count > 3 ? Int(arguments[3]) ?? 0 : 924
guard seeds > 0, orders > 0 else {
  print("interleaving-tool: SEEDS and ORDERS are numbers above 0")
  exit(2)
}

/// A part of the work, with the name that is printed.
struct Part: Sendable {
  var name: String
  var work: @Sendable (InterleavedPublishing) async throws -> InterleavedPublishing.Outcome
}

var parts = PublisherScenario.pairs.map { scenario in
  Part(name: "two publishers \(scenario)") {
    try await $0.tryOrders(of: scenario, atMost: orders)
  }
}
parts.append(
  Part(name: "one publisher removes a row, one adds a row") {
    try await $0.tryPruning(atMost: orders)
  })
for (publishers, count) in [(4, seeds * 3 / 4), (8, seeds / 4)] {
  for first in 0..<4 {
    parts.append(
      Part(name: "\(publishers) publishers, seeds \(first), \(first + 4)… to \(count)") {
        try await $0.trySeeds(stride(from: first, to: count, by: 4), publishers: publishers)
      })
  }
}
let isWell = try await allAreWell(parts, in: arguments[1])
exit(isWell ? 0 : 1)

/// Does all parts at the same time, and prints what happened.
nonisolated func allAreWell(_ parts: [Part], in folder: String) async throws -> Bool {
  try await withThrowingTaskGroup(of: Bool.self) { group in
    for (number, part) in parts.enumerated() {
      group.addTask {
        // Each part has listings of its own.
        let path = folder + "/\(number)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let outcome = try await part.work(InterleavedPublishing(folder: path))
        print("interleavings: \(part.name): \(outcome.orders) orders, \(outcome.attempts) attempts")
        for fault in outcome.faults.prefix(20) { print("  lost: \(fault)") }
        return outcome.faults.isEmpty && outcome.orders > 0
      }
    }
    var areAllWell = true
    for try await isWell in group where !isWell { areAllWell = false }
    return areAllWell
  }
}
