internal import Formats

/// Where the files of a case are.
struct CasePlace: Sendable {
  /// The absolute path of its tree; nil for a case without files.
  var root: String?
  /// The address of a server that has the tree as a bucket; nil without a server.
  var endpoint: String?
}

/// Writes the files that a case needs.
struct CaseLayout: Sendable {
  let suite: Suite

  /// Finds the files of a case.
  ///
  /// - Parameter one: The case.
  /// - Returns: The paths below the root of the case, and those below the root of the suite; nil
  ///   if the case has no files.
  func files(of one: SuiteCase) -> [(target: String, source: String)]? {
    switch one.kind {
    case .unit: return nil
    case .writer:
      let listing = one.inputNode?["listing"]?.string.map { [("listing.csv", $0)] } ?? []
      let present = one.inputNode?["present"]?.string.map { tree($0, below: "present/") } ?? []
      return listing + present
    case .validator, .reader, .mirror: return one.tree.map { tree($0, below: "") } ?? []
    }
  }

  private func tree(_ name: String, below prefix: String) -> [(target: String, source: String)] {
    suite.folder.names(in: name).map { (prefix + $0.dropFirst(name.count + 1), $0) }
  }

  /// Copies the files of a case.
  ///
  /// - Parameters:
  ///   - one: The case.
  ///   - path: The folder to copy to.
  /// - Returns: The paths of the files below the folder.
  /// - Throws: ``SuiteError`` when a file can't be read or written.
  @discardableResult
  func layOut(_ one: SuiteCase, at path: String) throws(SuiteError) -> [String] {
    let files = files(of: one) ?? []
    for file in files {
      try FileTree.write(try suite.folder.bytes(file.source), to: path + "/" + file.target)
    }
    return files.map(\.target)
  }
}
