import DocumentChecks
import Foundation
import ParserChecks
import TestSupport
import Testing

/// What the fuzzers found once stays fixed.
@Suite("Inputs of the fuzzers")
struct ReplayTests {
  private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fuzzing/Corpus")

  private static func inputs(of parser: String) throws -> [URL] {
    try FileManager.default
      .contentsOfDirectory(at: corpus.appending(path: parser), includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }

  /// How long this thread has computed; the time for which a busy machine let it wait is not in it.
  private static func computingTime() -> Duration {
    var time = timespec()
    unsafe _ = clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  @Test("are read or refused in time", arguments: ParserCheck.all.map(\.name))
  func replay(_ name: String) throws {
    let check = try #require(ParserCheck.all.first { $0.name == name })
    let files = try Self.inputs(of: name)
    #expect(!files.isEmpty)
    for file in files {
      let bytes = [UInt8](try Data(contentsOf: file))
      let start = Self.computingTime()
      let problem = check.problem(bytes)
      #expect(problem == nil, "\(file.lastPathComponent)")
      // A build without optimization takes a hundredth of it, one with a sanitizer a third.
      #expect(Self.computingTime() - start < .seconds(20), "\(file.lastPathComponent)")
    }
  }

  @Test("with small changes are read or refused", arguments: ParserCheck.all.map(\.name))
  func mutate(_ name: String) throws {
    let check = try #require(ParserCheck.all.first { $0.name == name })
    let environment = ProcessInfo.processInfo.environment
    let rounds = environment["SCREGISTRY_MUTATIONS"].flatMap(Int.init) ?? 5
    let seed = environment["SCREGISTRY_MUTATIONS_SEED"].flatMap(UInt64.init) ?? 13
    var generator = SeededGenerator(seed: seed)
    for file in try Self.inputs(of: name) {
      let bytes = [UInt8](try Data(contentsOf: file))
      guard bytes.count < 3000 else { continue }
      var input = bytes
      for round in 0..<rounds {
        // Some inputs are far from the first one.
        if round % 8 == 0 { input = bytes }
        let changed = Mutation.of(input, &generator)
        input = changed
        let problem = check.problem(changed)
        #expect(problem == nil, "\(file.lastPathComponent), changed to \(changed)")
        if problem != nil { return }
      }
    }
  }

  @Test func `belong to a parser`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path)
    #expect(Set(folders) == Set(ParserCheck.all.map(\.name)))
  }
}
