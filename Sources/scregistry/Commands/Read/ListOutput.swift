internal import Formats
internal import RegistryReports
internal import SharedCloudRegistry

/// Writes lists of buckets and datasets.
struct ListOutput {
  let format: ListFormat

  /// Writes items, each as a line of text or as JSON.
  ///
  /// - Parameters:
  ///   - items: The items.
  ///   - columns: The columns of the text; all but the last are padded with spaces.
  ///   - json: The JSON, on one line.
  /// - Throws: `ToolExit` if standard output can't be written.
  func write<Item>(
    _ items: [Item], columns: (Item) -> [String], json: (Item) -> String
  ) throws {
    var output = BufferedOutput()
    switch format {
    case .text:
      let rows = items.map { columns($0).map(TextStyle.harmless) }
      let widths = Self.widths(rows)
      for row in rows { try output.append { Self.append(row, widths: widths, to: &$0) } }
    case .ndjson:
      for item in items { try output.append { $0 += (json(item) + "\n").utf8 } }
    case .json:
      try output.append { $0 += "[".utf8 }
      for (index, item) in items.enumerated() {
        try output.append { $0 += ((index == 0 ? "\n  " : ",\n  ") + json(item)).utf8 }
      }
      try output.append { $0 += (items.isEmpty ? "]\n" : "\n]\n").utf8 }
    }
    try output.flush()
  }

  /// The width of each column, at most 60 characters.
  private static func widths(_ rows: [[String]]) -> [Int] {
    var widths: [Int] = []
    for row in rows {
      for (column, text) in row.dropLast().enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = Swift.max(widths[column], Swift.min(text.count, 60))
      }
    }
    return widths
  }

  private static func append(_ row: [String], widths: [Int], to output: inout [UInt8]) {
    for (column, text) in row.enumerated() {
      output += text.utf8
      guard column < row.count - 1 else { continue }
      let padding = Swift.max(0, widths[column] - text.count) + 2
      output += repeatElement(UInt8(ascii: " "), count: padding)
    }
    output.append(10)
  }
}

extension Dataset {
  /// The columns of a dataset in lists: id, time, title.
  var listColumns: [String] {
    let times = [start, stop].map { time in
      time?.text(precision: .day) ?? (isStatic ? "static" : "?")
    }
    return [id, times[0], times[1], title]
  }

  /// The entry with the address of its catalog, as JSON on one line.
  var listJSON: String {
    let catalog = JSONWriter.write(.string(catalogAddress), layout: .singleLine)
    return "{\"bucket\":\(String(decoding: catalog, as: UTF8.self)),\"entry\":\(json)}"
  }
}
