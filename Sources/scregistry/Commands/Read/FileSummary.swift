internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// Counts the files of an answer, their bytes, and the gaps between their times.
///
/// Files come in time order. A gap is longer than the last digit of the time before it, since some
/// missions write 23:59:59 as the stop of a day.
struct FileSummary {
  private var files = 0
  private var bytes = 0
  private var withoutSize = 0
  private var withoutStop = 0
  private var first: SCRTime?
  private var last: SCRTime?
  private var gaps = 0
  private var gapSeconds: Int64 = 0
  private var longest: (start: SCRTime, stop: SCRTime)?

  /// Whether there is no file.
  var isEmpty: Bool { files == 0 }

  /// Adds the next file.
  mutating func add(_ record: FileRecord) {
    files += 1
    if let size = record.filesize { bytes.add(clamped: size) } else { withoutSize += 1 }
    if record.stop == nil { withoutStop += 1 }
    guard let written = record.start else { return }
    // A stop before the start is a fault; the file covers the time between them.
    let start = record.stop.map { Swift.min($0, written) } ?? written
    first = first.map { Swift.min($0, start) } ?? start
    if let reach = last, start.seconds - reach.seconds > Self.slack(of: reach) {
      gaps += 1
      gapSeconds += start.seconds - reach.seconds
      if longest.map({ $0.stop.seconds - $0.start.seconds < start.seconds - reach.seconds }) ?? true
      {
        longest = (reach, start)
      }
    }
    let end = record.stop.map { Swift.max($0, written) } ?? written
    last = last.map { Swift.max($0, end) } ?? end
  }

  /// How many seconds the last digit of a time is worth.
  private static func slack(of time: SCRTime) -> Int64 {
    switch time.precision {
    case .year: 366 * 86400
    case .month: 31 * 86400
    case .day: 86400
    case .hour: 3600
    case .minute: 60
    case .second, .fraction: 1
    }
  }

  /// The lines for people.
  var text: String {
    var fields = [("files", "\(files)"), ("size", ByteCount.text(bytes))]
    if bytes >= 1000 { fields[1].1 += " (\(bytes) bytes)" }
    if withoutSize > 0 { fields[1].1 += ", and \(withoutSize.counted("file")) of unknown size" }
    if let first { fields.append(("first", first.text)) }
    if let last { fields.append(("last", last.text)) }
    if first != nil { fields.append(("gaps", gapText)) }
    return fields.map { name, value in
      name + String(repeating: " ", count: 7 - name.count) + value + "\n"
    }.joined()
  }

  private var gapText: String {
    guard withoutStop == 0 else {
      return "unknown: \(withoutStop) of \(files.counted("file")) have no stop"
    }
    guard let longest else { return "none" }
    let length = Self.text(seconds: longest.stop.seconds - longest.start.seconds)
    return "\(gaps), \(Self.text(seconds: gapSeconds)) together; the longest is \(length), from "
      + "\(longest.start.text) to \(longest.stop.text)"
  }

  /// Writes a duration in its two largest units.
  private static func text(seconds: Int64) -> String {
    let units: [(Int64, String)] = [(86400, "d"), (3600, "h"), (60, "min"), (1, "s")]
    let largest = units.firstIndex { seconds >= $0.0 } ?? units.count - 1
    let (unit, name) = units[largest]
    let whole = "\(seconds / unit) \(name)"
    guard largest + 1 < units.count, case (let small, let smallName) = units[largest + 1],
      seconds % unit / small > 0
    else { return whole }
    return whole + " \(seconds % unit / small) \(smallName)"
  }

  /// The summary for programs.
  ///
  /// - Parameter dataset: The dataset of the files.
  /// - Returns: A JSON document.
  func json(of dataset: Dataset) -> [UInt8] {
    func text(_ time: SCRTime?) -> JSONValue { time.map { .string($0.text) } ?? .null }
    let gaps: JSONValue =
      withoutStop > 0
      ? .null
      : [
        "count": .number(gaps), "seconds": .number(Int(gapSeconds)),
        "longest": longest.map { ["start": text($0.start), "stop": text($0.stop)] } ?? .null,
      ]
    return JSONWriter.write([
      "dataset": .string(dataset.id), "files": .number(files), "bytes": .number(bytes),
      "filesWithoutSize": .number(withoutSize), "start": text(first), "stop": text(last),
      "gaps": gaps,
    ])
  }
}
