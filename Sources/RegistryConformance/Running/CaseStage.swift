internal import SharedCloudRegistry

/// The files of one case in a fresh folder, for as long as it runs.
struct CaseStage {
  /// Where the adapter finds them.
  let place: CasePlace
  private let folder: TemporaryFolder?

  /// Lays a case out.
  ///
  /// - Throws: ``SuiteError`` when that can't be done.
  init(_ one: SuiteCase, of runner: Runner) throws(SuiteError) {
    guard one.kind != .unit else {
      place = CasePlace()
      folder = nil
      return
    }
    let folder = try TemporaryFolder()
    try CaseLayout(suite: runner.suite).layOut(one, at: folder.path)
    self.folder = folder
    place = CasePlace(root: folder.path)
  }

  /// Removes the files.
  func remove() {}
}
