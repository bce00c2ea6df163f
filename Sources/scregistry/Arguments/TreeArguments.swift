internal import ArgumentParser
internal import ObjectStorage
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
  var links = LinkPolicy.inside

  /// The policy for links.
  var policy: LinkPolicy { links }
}
