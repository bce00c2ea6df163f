internal import Formats

/// Why a plan or its parts can't be used.
package struct ShardError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of error.
  package enum Code: Sendable, Hashable {
    /// A file is not what it should be.
    case unusable
    /// A part was made in another way than the plan or another part.
    case differs
    /// A file is not the one of the plan any more.
    case changed
    /// Items have no part.
    case missing
    /// Something could not be read.
    case unread
  }

  /// The kind of error.
  package let code: Code
  /// What is wrong, and what to do.
  package let detail: String

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - code: The kind of error.
  ///   - detail: What is wrong, and what to do.
  package init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  /// The message, in one line that is harmless for a terminal.
  package var description: String { HarmlessText.of(detail) }
}
