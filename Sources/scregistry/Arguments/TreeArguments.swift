internal import ArgumentParser
internal import SharedCloudRegistry

/// How the tree of a directory is read.
struct TreeArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Handle symbolic links in directories: inside, follow, skip or error. inside follows those \
      that stay in the tree, and reports others as faults; each directory is listed once, so loops \
      end
      """, valueName: "policy"))
  var links = "inside"

  func validate() throws {
    if LinkPolicy(rawValue: links) == nil {
      throw ValidationError(
        "--links must be one of \(LinkPolicy.allCases.map(\.rawValue).joined(separator: ", "))")
    }
  }

  /// The policy for links.
  var policy: LinkPolicy { LinkPolicy(rawValue: links) ?? .inside }
}
