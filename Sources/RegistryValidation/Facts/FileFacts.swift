internal import ObjectStorage
internal import SharedCloudRegistry

/// What one index file gives to the rules across files and to the report.
///
/// The same facts come from reading the file here, or from another machine that read it.
struct FileFacts: Sendable {
  /// How the file could be read.
  enum Reading: Sendable {
    /// It was read to its end.
    case whole(IndexSummary)
    /// Its rows can't be evaluated: it is an archive that can't be decoded to its end, or it is not
    /// an index file.
    case damaged(reason: String)
    /// It could not be read.
    case unreadable(StoreError)
  }

  /// How it could be read.
  var reading: Reading
  /// The findings in it; nil if it could not be read.
  var findings: FileReporter?
  /// The findings by the length that times should have, if as many times of the file have one
  /// length as another; those of ``undecided`` if nothing tells.
  var ties: [Int: FileReporter] = [:]

  /// The key of findings that say that nothing tells which length is right.
  private static let undecided = 0

  init(_ reading: Reading, findings: FileReporter?) {
    self.reading = reading
    self.findings = findings
  }

  /// Takes the outcome of reading a file.
  init(_ outcome: IndexJob.Outcome) {
    switch outcome {
    case .checked(let reporter, var summary):
      let open = summary.openPrecision
      summary.openPrecision = nil
      self.init(.whole(summary), findings: reporter)
      for length in open?.tally.usual ?? [] {
        var tied = reporter
        _ = open?.settle(by: [length], in: &tied)
        ties[length] = tied
      }
      if let open {
        var tied = reporter
        _ = open.settle(by: [], in: &tied)
        ties[Self.undecided] = tied
      }
    case .damaged(let reporter, let reason):
      self.init(.damaged(reason: reason), findings: reporter)
    case .unreadable(let error): self.init(.unreadable(error), findings: nil)
    }
  }

  /// The summary of the rows; nil if not all of them were read.
  var summary: IndexSummary? {
    if case .whole(let summary) = reading { summary } else { nil }
  }
}

extension FileFacts {
  /// Settles files in which as many times have one precision as another: by the other files of
  /// their datasets, else by the finer precision.
  ///
  /// - Parameters:
  ///   - facts: The facts of files.
  ///   - datasets: The dataset of each file; nil for a file on its own.
  static func settleTies(in facts: inout [FileFacts], datasets: [String?]) {
    var known: [String?: Counts<Int>] = [:]
    for (file, dataset) in zip(facts, datasets) {
      guard let length = file.summary?.timeLength else { continue }
      known[dataset, default: Counts()].add(length)
    }
    for (index, dataset) in zip(facts.indices, datasets) where !facts[index].ties.isEmpty {
      facts[index].settle(by: known[dataset]?.most)
    }
  }

  /// Takes one of the tied lengths as the usual one.
  private mutating func settle(by usual: Int?) {
    guard case .whole(var summary) = reading else { return }
    let shared = usual.flatMap { ties[$0] == nil ? nil : $0 }
    guard let length = shared ?? ties.keys.max() else { return }
    summary.timeLength = length
    findings = ties[shared ?? Self.undecided]
    reading = .whole(summary)
    ties = [:]
  }
}
