internal import RegistryValidation

/// How many findings of one rule in one file the entries of a baseline cover.
struct Budget {
  private var byFingerprint: [String: [Int]] = [:]
  private var others: [Int] = []
  private var left: [Int: Int] = [:]
  /// How many findings each entry was used for, by the number of the entry.
  private(set) var used: [Int: Int] = [:]
  /// Whether there are findings that are not listed.
  var isCutOff = false

  init(_ entries: [(number: Int, entry: Baseline.Entry)]) {
    for (number, entry) in entries {
      left[number] = entry.count
      if let fingerprint = entry.fingerprint {
        byFingerprint[fingerprint, default: []].append(number)
      } else {
        others.append(number)
      }
    }
  }

  /// Takes findings of a fingerprint, and returns how many of them are known.
  mutating func take(_ count: Int, of fingerprint: String) -> Int {
    take(count, from: byFingerprint[fingerprint] ?? [])
  }

  /// Takes findings of any fingerprint, and returns how many of them are known.
  mutating func take(_ count: Int) -> Int { take(count, from: others) }

  private mutating func take(_ count: Int, from numbers: [Int]) -> Int {
    var taken = 0
    for number in numbers {
      let part = Swift.min(count - taken, left[number, default: 0])
      guard part > 0 else { continue }
      left[number, default: 0] -= part
      used[number, default: 0] += part
      taken += part
    }
    return taken
  }
}
