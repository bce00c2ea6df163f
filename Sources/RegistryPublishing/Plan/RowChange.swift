internal import Formats

extension RegistryPlan {
  /// What happens to a file or row that does not stay as it was, named by its key.
  public struct RowChange: Sendable, Hashable {
    /// The kinds of change.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// The file is gone, but its row stays since pruning is off.
      case missing
      /// The file is present, but no dataset claims it. Its row stays since pruning is off.
      case unclaimed
      /// The file is present, but has 0 bytes. Its row stays since pruning is off.
      case empty
      /// The file is gone, and its row is removed.
      case removed
      /// The row is removed although the file is present, since no dataset claims it.
      case removedUnclaimed
      /// The row is removed although the file is present, since it has 0 bytes.
      case removedEmpty
      /// The file has another key now; its old row is replaced.
      case relocated
      /// A row's file has a later version, which replaces it.
      case superseded
      /// A listed file has a later version, and gets no row.
      case olderVersion

      /// The words before the key, for people.
      var words: String {
        switch self {
        case .missing: "missing but kept"
        case .unclaimed: "present but not claimed"
        case .empty: "present but empty"
        case .removed: "removed"
        case .removedUnclaimed: "removed, present but not claimed"
        case .removedEmpty: "removed, present but empty"
        case .relocated: "moved"
        case .superseded: "superseded"
        case .olderVersion: "older version"
        }
      }
    }

    /// The kind.
    public var kind: Kind
    /// The datakey.
    public var datakey: String
    /// The datakey of the row that replaces it; nil without one.
    public var successor: String?

    /// The change in one line.
    var text: String { "\(kind.words) \(datakey)" + (successor.map { " -> \($0)" } ?? "") }

    /// The change as JSON.
    var json: JSONValue {
      [
        "change": .string(kind.rawValue), "datakey": .string(datakey),
        "successor": successor.map { .string($0) } ?? .null,
      ]
    }
  }
}

/// The first changes of each kind, and how many there are.
struct RowChanges: Sendable, Hashable {
  private(set) var named: [RegistryPlan.RowChange] = []
  private var counts: [RegistryPlan.RowChange.Kind: Int] = [:]

  /// The maximum number of changes of one kind that are named in a plan.
  static let limit = 10_000

  /// The number of changes of a kind.
  subscript(kind: RegistryPlan.RowChange.Kind) -> Int { counts[kind] ?? 0 }

  /// Adds a change.
  mutating func add(
    _ kind: RegistryPlan.RowChange.Kind, key: some Sequence<UInt8>,
    successor: (some Sequence<UInt8>)?
  ) {
    counts[kind, default: 0] += 1
    guard self[kind] <= Self.limit else { return }
    named.append(
      .init(kind: kind, datakey: Self.text(key), successor: successor.map { Self.text($0) }))
  }

  /// Adds a change without a successor.
  mutating func add(_ kind: RegistryPlan.RowChange.Kind, key: some Sequence<UInt8>) {
    add(kind, key: key, successor: nil as [UInt8]?)
  }

  /// Adds the changes of another list.
  mutating func add(_ other: RowChanges) {
    named += other.named
    counts.merge(other.counts) { $0 + $1 }
  }

  private static func text(_ key: some Sequence<UInt8>) -> String {
    String(decoding: Array(key), as: UTF8.self)
  }
}

extension UnindexedState {
  /// The change of a row that stays; nil if nobody looked for its file.
  var kept: RegistryPlan.RowChange.Kind? {
    switch self {
    case .gone: .missing
    case .unclaimed: .unclaimed
    case .empty: .empty
    case .unseen: nil
    }
  }

  /// The change of a row that is removed.
  var removed: RegistryPlan.RowChange.Kind {
    switch self {
    case .gone, .unseen: .removed
    case .unclaimed: .removedUnclaimed
    case .empty: .removedEmpty
    }
  }
}
