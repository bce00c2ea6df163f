package import Formats
package import RegistryValidation

extension Timeline {
  /// The timeline as in reports.
  package var value: JSONValue {
    let parts = Report.Parts(
      settings: .init(profile: .default, failLevel: .error, reasonsOff: [:]), rules: .standard)
    return ReportValues(report: Report(parts), options: .init(toolVersion: "")).timeline(self)
  }
}
