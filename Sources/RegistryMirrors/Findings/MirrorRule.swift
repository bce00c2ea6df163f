extension MirrorRule {
  /// Whether it is about addresses in index files, of which a wrong map makes all wrong.
  var isAboutAddresses: Bool {
    [.addressNotRewritten, .addressRewrittenTwice, .addressRewrittenInside, .addressElsewhere]
      .contains(self)
  }
}
