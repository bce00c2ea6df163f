/// A change to a file that would mend a finding.
public struct Fix: Sendable, Hashable {
  /// Whether a change can be made without asking.
  public enum Safety: String, Sendable, Hashable {
    /// The same is said as before, only in the form that the spec asks for.
    case safe
    /// Something is lost or made up.
    case unsafe
  }

  /// One part of a file and what should stand there instead.
  public struct Edit: Sendable, Hashable {
    /// The bytes to replace, counted from 0 in the file as it is; empty to insert.
    public var range: Range<Int>
    /// What should stand there.
    public var text: String

    /// Makes an edit.
    ///
    /// - Parameters:
    ///   - range: The bytes to replace.
    ///   - text: What should stand there.
    public init(range: Range<Int>, text: String) {
      self.range = range
      self.text = text
    }
  }

  /// What the change does, as a command: `put T between date and time`.
  public var description: String
  /// Whether it can be made without asking.
  public var safety: Safety
  /// The edits to the finding's file; none where the file has to be written anew, as for sorting.
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
