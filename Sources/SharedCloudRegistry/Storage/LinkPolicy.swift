/// What becomes of the symbolic links in a directory tree.
public enum LinkPolicy: String, Sendable, Hashable, CaseIterable {
  /// What they lead to counts as if it lay in their place. Of a directory to which several ways
  /// lead only one is taken: that without links, else the first link.
  case follow
  /// They are left out.
  case skip
  /// They are faults.
  case error
}

/// What became of the symbolic links of a tree, for those who want to know.
struct LinkReport: Sendable {
  /// What can be said of a link.
  enum Remark: Sendable, Hashable, CaseIterable {
    case skipped
    case outside
    case loop
    case known
  }

  private var counts: [Remark: Int] = [:]
  private var samples: [Remark: String] = [:]

  /// Notes a link.
  ///
  /// - Parameters:
  ///   - remark: What can be said of it.
  ///   - path: Where it is.
  ///   - target: Where it leads; nil if that is not known.
  mutating func note(_ remark: Remark, _ path: String, target: String? = nil) {
    counts[remark, default: 0] += 1
    if samples[remark] == nil { samples[remark] = path + (target.map { " to \($0)" } ?? "") }
  }

  /// What there is to say, a line each.
  var lines: [String] {
    Remark.allCases.compactMap { remark in
      guard let count = counts[remark], let sample = samples[remark] else { return nil }
      let links = count == 1 ? "1 link" : "\(count) links"
      let such = count == 1 ? ": \(sample)" : ", such as \(sample)"
      return switch remark {
      case .skipped: "\(links) skipped\(such)"
      case .outside: "\(links) out of the tree, followed\(such)"
      case .loop: "\(links) back to a directory above, not followed\(such)"
      case .known: "\(links) to a directory that is listed elsewhere, not followed\(such)"
      }
    }
  }
}
