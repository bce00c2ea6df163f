package import RegistryValidation

/// The sections of a report that other pages have too: findings, files, and what was not evaluated.
package struct ReportSections {
  let report: Report

  /// Makes the sections of a report.
  ///
  /// - Parameter report: The report.
  package init(report: Report) { self.report = report }

  /// Writes the levels of the objects by dataset and year; nothing without mirrors.
  package func writeLevels(_ page: inout HTMLWriter) {
    guard let mirror = report.mirror else { return }
    MirrorSection(summary: mirror).writeLevels(&page)
  }

  /// Writes the sections.
  package func write(_ page: inout HTMLWriter) {
    FindingsSection(report: report).write(&page)
    FilesSection(report: report).write(&page)
    NotEvaluatedSection(report: report).write(&page)
  }
}
