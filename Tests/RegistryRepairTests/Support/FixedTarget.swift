import Formats
import SharedCloudRegistry

@testable import RegistryRepair
@testable import RegistryValidation

/// A target before and after fixing.
struct FixedTarget {
  let outcome: FixOutcome
  /// The target with its new content.
  let target: TargetSource

  init(_ target: TargetSource, _ fixer: Fixer) async throws {
    outcome = try await fixer.fix(target)
    let contents = ExactDictionary(
      outcome.files.map { ($0.key, $0.content) }, uniquingKeysWith: { $1 })
    self.target = target.reading(target.store.patched(contents, noting: OpenedFiles()))
  }

  /// The new content of every file that changed, by key.
  func changedBytes() throws -> [String: [UInt8]] {
    try outcome.files.reduce(into: [:]) { $0[$1.key] = try $1.bytes() }
  }
}

extension MendedFile {
  /// The new content.
  func bytes() throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk { chunk in
      for index in 0..<chunk.count { bytes.append(chunk[index]) }
      return true
    }
    return bytes
  }

  /// The diff, as text.
  func diff() async throws -> String {
    let text = Collected()
    try await writeDiff { chunk in
      for index in 0..<chunk.count { text.bytes.append(chunk[index]) }
      return true
    }
    return String(decoding: text.bytes, as: UTF8.self)
  }

  private final class Collected {
    var bytes: [UInt8] = []
  }
}
