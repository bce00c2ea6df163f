internal import ArgumentParser
internal import SharedCloudRegistry

/// How the tree of a directory is read.
struct TreeArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Handle symbolic links in directories: follow, skip or error. Each directory is listed once, \
      so loops end; links out of the tree are followed and reported
      """, valueName: "policy"))
  var links = "follow"

  func validate() throws {
    if LinkPolicy(rawValue: links) == nil {
      throw ValidationError(
        "--links must be one of \(LinkPolicy.allCases.map(\.rawValue).joined(separator: ", "))")
    }
  }

  /// The policy for links.
  var policy: LinkPolicy { LinkPolicy(rawValue: links) ?? .follow }
}
