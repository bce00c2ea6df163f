internal import ArgumentParser
internal import RegistryPublishing

/// Which guards against unintended publications are open.
struct GuardArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Publish despite this kind of refusal: \(Self.names). Separate several by commas, or repeat \
      the option.
      """, valueName: "guard"))
  var allow: [String] = []

  private static let names = PublishingGuard.allCases.map(\.rawValue).joined(separator: ", ")

  func validate() throws {
    if let name = given.first(where: { PublishingGuard(rawValue: $0) == nil }) {
      throw ValidationError(
        name, of: "--allow", words: PublishingGuard.allCases.map(\.rawValue))
    }
  }

  private var given: [String] {
    allow.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  /// The guards that are open.
  var open: Set<PublishingGuard> { Set(given.compactMap(PublishingGuard.init)) }
}
