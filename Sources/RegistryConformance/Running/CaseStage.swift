internal import SharedCloudRegistry

/// The files of one case in a fresh folder, for as long as it runs.
struct CaseStage {
  /// Where the adapter finds them.
  let place: CasePlace
  private let folder: TemporaryFolder?

  /// Writes the files of a case.
  ///
  /// - Parameters:
  ///   - one: The case.
  ///   - suite: Its suite.
  ///   - server: The server to give its tree to; nil for no server.
  /// - Throws: ``SuiteError`` when that can't be done.
  init(_ one: SuiteCase, of suite: Suite, on server: LoopbackServer?) throws(SuiteError) {
    guard one.kind != .unit else {
      place = CasePlace()
      folder = nil
      return
    }
    let folder = try TemporaryFolder()
    try CaseLayout(suite: suite).layOut(one, at: folder.path)
    self.folder = folder
    var place = CasePlace(root: folder.path)
    if let server, one.kind == .reader, let input = one.inputNode {
      server.serve(BucketCopies(input, root: folder.path).pathsByName)
      place.endpoint = server.address
    }
    self.place = place
  }
}
