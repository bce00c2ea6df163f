internal import ArgumentParser
internal import SharedCloudRegistry

/// How the tree of a directory is gone through.
struct TreeArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Symbolic links in a directory: follow, skip or error. A directory is listed once, however \
      many links lead to it, so that a link in a circle ends; one out of the tree is followed and \
      named.
      """, valueName: "policy"))
  var links = "follow"

  func validate() throws {
    if LinkPolicy(rawValue: links) == nil {
      throw ValidationError(
        "--links must be one of \(LinkPolicy.allCases.map(\.rawValue).joined(separator: ", "))")
    }
  }

  /// What becomes of links.
  var policy: LinkPolicy { LinkPolicy(rawValue: links) ?? .follow }
}
