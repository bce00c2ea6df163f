package import RegistryValidation

/// The legend of the bars of coverage, and the controls above them.
package struct CoverageControls {
  let axis: TimeAxis
  /// Whether the bars have marks for findings.
  let hasFindings: Bool

  /// Makes the controls.
  ///
  /// - Parameters:
  ///   - axis: The time axis of the bars.
  ///   - hasFindings: Whether the bars have marks for findings.
  package init(axis: TimeAxis, hasFindings: Bool = true) {
    self.axis = axis
    self.hasFindings = hasFindings
  }

  /// Writes what the marks of the bars mean, as far as they occur.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - timelines: What the bars show.
  package func writeLegend(_ page: inout HTMLWriter, of timelines: [Timeline]) {
    page.element("ul", [.style("legend")]) { page in
      page.markup(
        #"""
        <li><svg aria-hidden="true"><rect class="covered" width="24" height="14"/></svg>covered</li>
        """#)
      if timelines.contains(where: { !$0.partly.isEmpty }) {
        page.markup(
          #"""
          <li><svg aria-hidden="true"><rect class="covered" width="24" height="14"/>\#
          <rect class="partly" width="24" height="14"/></svg>covered in part</li>
          """#)
      }
      if timelines.contains(where: { !$0.notableGaps.isEmpty }) {
        page.markup(
          #"""
          <li><svg aria-hidden="true"><rect class="gap" width="24" height="14"/></svg>gap</li>
          """#)
      }
      if timelines.contains(where: { !$0.regularGaps.isEmpty }) {
        page.markup(
          #"""
          <li><svg aria-hidden="true"><rect class="between" width="24" height="14"/></svg>\#
          between files, not longer than usual</li>
          """#)
      }
      if timelines.contains(where: { !$0.unknown.isEmpty }) {
        page.markup(
          #"""
          <li><svg aria-hidden="true"><rect class="unknown" width="24" height="14"/></svg>\#
          not known: index file missing or not readable</li>
          """#)
      }
      if timelines.contains(where: goesBeyond) {
        page.markup(
          #"""
          <li><svg aria-hidden="true"><rect class="beyond" width="24" height="14"/></svg>\#
          covered, but not claimed by the catalog</li>
          """#)
      }
      if timelines.contains(where: { !$0.absent.isEmpty }) {
        page.markup(
          #"""
          <li><svg aria-hidden="true"><rect class="covered" width="24" height="14"/>\#
          <rect class="absent" width="24" height="5"/></svg>rows without their objects</li>
          """#)
      }
      if timelines.contains(where: { !$0.overlaps.isEmpty }) {
        page.markup(
          #"""
          <li><svg aria-hidden="true"><rect class="covered" width="24" height="14"/>\#
          <rect class="overlap" y="11" width="24" height="3"/></svg>rows overlap</li>
          """#)
      }
      if timelines.contains(where: { $0.claimedDays != nil }) {
        page.markup(
          #"""
          <li><svg aria-hidden="true"><line class="claim" x2="24" y1="8" y2="8"/></svg>\#
          claimed by the catalog</li>
          """#)
      }
      guard hasFindings else { return }
      page.markup(
        #"""
        <li><svg aria-hidden="true"><line class="faulty" x2="24" y1="8" y2="8"/></svg>\#
        findings in the index file of the year</li>
        """#)
    }
  }

  private func goesBeyond(_ timeline: Timeline) -> Bool {
    guard let claim = timeline.claimedDays, let first = timeline.covered.first,
      let last = timeline.covered.last
    else { return false }
    return first.from < claim.from || claim.to < last.to
  }

  /// Writes the choice of a year, and the search among datasets.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - hasNames: Whether there are datasets to search.
  package func write(_ page: inout HTMLWriter, hasNames: Bool = true) {
    page.element("div", [.style("filters js")]) { page in
      page.element("label") { page in
        page.text("Show ")
        page.element(
          "select", [.init("id", "zoom"), .made("data-all", "\(axis.from) \(axis.to)")]
        ) { page in
          page.element("option", [.made("value", "\(axis.from) \(axis.to)")], text: "all years")
          for year in axis.years.prefix(200) {
            let (from, to) = (TimeAxis.day(ofYear: year), TimeAxis.day(ofYear: year + 1))
            page.element("option", [.made("value", "\(from) \(to)")], text: String(year))
          }
        }
      }
      guard hasNames else { return }
      page.open(
        "input",
        [
          .init("type", "search"), .init("id", "names"), .init("placeholder", "Find a dataset"),
          .init("aria-label", "Find a dataset by its id or title"),
        ])
      page.element("span", [.init("id", "found"), .init("role", "status")], text: "")
    }
    page.markup("\n")
  }
}
