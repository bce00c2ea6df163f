internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// Reads when the files of a dataset stop.
extension MissionReader {
  /// Reads the member `stop`, and the gap that it may need.
  mutating func readStop(_ node: Node, into dataset: inout DatasetPattern) {
    let namesStop = dataset.places.allSatisfy { place in
      place.name.hasTime(isStop: true)
        || place.directory?.contains { $0.hasTime(isStop: true) } ?? false
    }
    if node["stop"]?.kind == .object {
      dataset.stop = .column
      return
    }
    guard let value = node["stop"], value.kind == .string else {
      if !dataset.places.isEmpty, !namesStop, node["stop"] == nil {
        fault(
          node["id"] ?? node, message: "nothing says when a file stops",
          help: "add stop: with a duration such as PT1M, or next-start, end-of-day and so on")
      }
      dataset.stop = .fromName
      return
    }
    switch value.text {
    case "from-name":
      dataset.stop = .fromName
      if !namesStop, !dataset.places.isEmpty {
        fault(value, message: "the names have no %{stop:…}")
      }
    case "same-as-start": dataset.stop = .sameAsStart
    case "end-of-day", "end-of-month", "end-of-year": dataset.stop = .period(value.text)
    case "next-start":
      guard let gap = node["maximum-gap"] else {
        return fault(
          value, message: "next-start needs a maximum gap",
          help: "add maximum-gap: with a duration such as P1D, or auto")
      }
      if gap.text == "auto" {
        dataset.stop = .nextStartNearby
        dataset.estimatesLastStop = true
      } else if let span = microseconds(gap) {
        dataset.stop = .nextStart(maximumGap: span)
      }
    default: if let span = microseconds(value) { dataset.stop = .duration(span) }
    }
  }

  private mutating func microseconds(_ node: Node) -> Int64? {
    guard let span = TimeSpan(node.text) else {
      fault(
        node, message: "\(node.text) is not a duration",
        help: "write a duration such as PT1M, P1D or 30s")
      return nil
    }
    return Int64(span.milliseconds) * 1000
  }
}
