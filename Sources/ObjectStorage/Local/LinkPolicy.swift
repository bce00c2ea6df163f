/// What to do with the symbolic links in a directory tree.
public enum LinkPolicy: String, Sendable, Hashable, CaseIterable {
  /// Follow them, as if the target were in their place. If a directory can be reached in several
  /// ways, only one is followed: the way without links, else the first link.
  case follow
  /// Follow them, but report those that lead out of the tree as faults.
  case inside
  /// Skip them.
  case skip
  /// Report them as faults.
  case error
}

/// What happened to the symbolic links of a tree.
package struct LinkReport: Sendable {
  /// A remark about a link.
  enum Remark: Sendable, Hashable, CaseIterable {
    case skipped
    case outside
    case loop
    case known
    case repeatedFile
  }

  private var counts: [Remark: Int] = [:]
  private var samples: [Remark: String] = [:]

  /// Notes a link.
  ///
  /// - Parameters:
  ///   - remark: The remark.
  ///   - path: The path of the link.
  ///   - target: Its target; nil if it is not known.
  mutating func note(_ remark: Remark, path: String, target: String? = nil) {
    counts[remark, default: 0] += 1
    if samples[remark] == nil { samples[remark] = path + (target.map { " to \($0)" } ?? "") }
  }

  /// The remarks, one per line.
  package var lines: [String] {
    Remark.allCases.compactMap { remark in
      guard let count = counts[remark], let sample = samples[remark] else { return nil }
      let links = count == 1 ? "1 link" : "\(count) links"
      let such = count == 1 ? ": \(sample)" : ", such as \(sample)"
      return switch remark {
      case .skipped: "\(links) skipped\(such)"
      case .outside: "\(links) out of the tree, followed\(such)"
      case .loop: "\(links) back to a directory above, not followed\(such)"
      case .repeatedFile:
        "\(links) to \(count == 1 ? "a file" : "files") listed elsewhere, listed again\(such)"
      case .known: "\(links) to a directory that is listed elsewhere, not followed\(such)"
      }
    }
  }
}
