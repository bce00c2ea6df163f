/// A change to a file that fixes a finding.
public struct Fix: Sendable, Hashable {
  /// Whether a change can be made without asking.
  public enum Safety: String, Sendable, Hashable {
    /// The content stays the same, only in the form that the spec demands.
    case safe
    /// It loses or invents content.
    case unsafe
  }

  /// One part of a file and its replacement.
  public struct Edit: Sendable, Hashable {
    /// The bytes to replace, counted from 0 in the file as it is; empty to insert.
    public var range: Range<Int>
    /// The replacement.
    public var text: String

    /// Makes an edit.
    ///
    /// - Parameters:
    ///   - range: The bytes to replace.
    ///   - text: The replacement.
    public init(range: Range<Int>, text: String) {
      self.range = range
      self.text = text
    }
  }

  /// What the change does, as a command: `put T between date and time`.
  public var description: String
  /// Whether it can be made without asking.
  public var safety: Safety
  /// The edits to the finding's file; empty if the whole file is rewritten, as for sorting.
  public var edits: [Edit]

  /// Makes a fix.
  ///
  /// - Parameters:
  ///   - description: What the change does, as a command.
  ///   - safety: Whether it can be made without asking.
  ///   - edits: The edits to the finding's file.
  public init(_ description: String, _ safety: Safety, edits: [Edit] = []) {
    self.description = description
    self.safety = safety
    self.edits = edits
  }
}
