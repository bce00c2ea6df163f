internal import RegistryValidation

/// How many of the findings that count `scregistry fix` repairs.
struct FixableCount {
  /// The number of findings that it repairs without further options.
  let safe: Int
  /// The number of those that it repairs with `--unsafe`, too.
  let unsafe: Int

  init(_ report: Report) {
    let tally = report.tally
    let isCounted = tally.safeFixes + tally.unsafeFixes > 0
    // Reports of earlier versions count only the listed ones.
    let listed = isCounted ? [] : report.findings.filter { $0.isActive && $0.fix != nil }
    func count(_ safety: Fix.Safety) -> Int {
      listed.reduce(0) { $0 + ($1.fix?.safety == safety ? Swift.max(1, $1.occurrences) : 0) }
    }
    safe = isCounted ? tally.safeFixes : count(.safe)
    unsafe = isCounted ? tally.unsafeFixes : count(.unsafe)
  }

  /// The numbers in words, without a final point; nil if there are no fixes.
  var text: String? {
    switch (safe, unsafe) {
    case (0, 0): nil
    case (_, 0): "scregistry fix repairs \(PageText.number(safe)) of them"
    case (0, _): "scregistry fix --unsafe repairs \(PageText.number(unsafe)) of them"
    default:
      "scregistry fix repairs \(PageText.number(safe)) of them, and with --unsafe "
        + "\(PageText.number(unsafe)) more"
    }
  }
}
