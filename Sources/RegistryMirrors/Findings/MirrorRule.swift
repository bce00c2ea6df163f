internal import RegistryValidation

extension MirrorRule {
  /// The rule among all rules; both names come from one entry, so it is never nil.
  var id: RuleID? { RuleID(code: rawValue) }

  /// The rules on single objects, which unknown ones leave open.
  static let onObjects: [MirrorRule] = [
    .objectMissing, .objectDiffers, .objectDamaged, .objectStale, .objectExtra, .levelNotReached,
    .largelyMissing, .halfMoved, .objectLost,
  ]

  /// Whether it is about addresses in index files, of which a wrong map makes all wrong.
  var isAboutAddresses: Bool {
    [.addressNotRewritten, .addressRewrittenTwice, .addressRewrittenInside, .addressElsewhere]
      .contains(self)
  }
}
