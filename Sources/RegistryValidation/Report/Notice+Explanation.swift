extension Notice {
  /// What the code of a notice means and what to do, as `scregistry explain` prints it.
  ///
  /// - Parameter code: The code, in upper or lower case.
  /// - Returns: Some lines; nil if no notice has the code.
  public static func explanation(of code: String) -> String? {
    guard let kind = Kind(rawValue: code.uppercased()) else { return nil }
    return """
      \(kind.rawValue): a notice, not a rule. It says what a run could not evaluate.

      \(kind.meaning)
      """ + "\n"
  }
}

extension Notice.Kind {
  fileprivate var meaning: String {
    switch self {
    case .unreadable:
      "A file, directory or address cannot be read. The exit code is 3. Correct the cause that the "
        + "notice names, then run the command again."
    case .outsideTree:
      "An address is outside the targets. The exit code is 3. Map it with --map FROM=TO."
    case .objectsUnknown:
      "The objects cannot be listed, or a listing is incomplete or unusable. The exit code is 3. "
        + "Pass a complete listing with --listing."
    case .absentOrForbidden:
      "A server that forbids listing also refuses an optional document, which may be absent. Its "
        + "rules are not evaluated. The exit code is unchanged."
    case .unknownBucket:
      "An address of a web server does not show its bucket. XRF010 or IDX031 is not evaluated. The "
        + "exit code is 3. Write s3:// addresses."
    case .uncountedFaults:
      "A document has more faults than scregistry counts. The exit code is 3. Correct some of them, "
        + "then run the command again."
    }
  }
}
