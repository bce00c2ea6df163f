internal import RegistryReports

extension BaselineOutcome {
  /// The lines that say why a baseline was not written; empty if nothing was refused.
  ///
  /// - Parameter path: The file of the baseline.
  /// - Returns: The lines.
  func refusal(of path: String) -> String {
    guard !objections.isEmpty else { return "" }
    let shown = objections.prefix(10).map { "  \($0)\n" }.joined()
    let rest = objections.count > 10 ? "  ... and \(objections.count - 10) more\n" : ""
    return "\(TextStyle.harmless(path)) was not written: syntax errors and rules that were not "
      + "evaluated can hide findings\n\(shown)\(rest)  help: fix these, or accept them with "
      + "--force\n"
  }
}
