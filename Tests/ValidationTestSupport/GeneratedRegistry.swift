import TestSupport

/// Random registries, with faults in some rows.
package enum GeneratedRegistry {
  /// How the fields of an index file are written.
  package struct Style: Sendable, CaseIterable {
    package var header: String
    package var hasStop: Bool
    package var fraction: String
    package var quote: String
    package var separator: String
    package var lineEnd: String
    package var extra: String

    package init(
      header: String = "# start, stop, datakey, filesize\n", hasStop: Bool = true,
      fraction: String = "", quote: String = "", separator: String = ",", lineEnd: String = "\n",
      extra: String = ""
    ) {
      self.header = header
      self.hasStop = hasStop
      self.fraction = fraction
      self.quote = quote
      self.separator = separator
      self.lineEnd = lineEnd
      self.extra = extra
    }

    package static let allCases = [
      Style(), Style(fraction: ".000"), Style(fraction: ".123456"), Style(quote: "'"),
      Style(quote: "\""), Style(separator: ", "), Style(lineEnd: "\r\n"),
      Style(header: ""), Style(header: "start,stop,datakey,filesize\n"),
      Style(header: "# start, datakey, filesize\n", hasStop: false),
      Style(header: "# start, stop, datakey, filesize, wave\n", extra: ",171"),
    ]
  }

  /// A copy of the bucket `s3://b/` with some datasets of some years.
  package static func tree(datasets: Int, years: Int, rows: Int, seed: UInt64) -> [String: [UInt8]]
  {
    var random = SeededGenerator(seed: seed)
    var files: [String: [UInt8]] = [:]
    let ids = (0..<datasets).map { "ds\($0)" }
    for id in ids {
      for year in 2000..<2000 + years {
        let style = Style.allCases[Int.random(in: 0..<4, using: &random)]
        files["\(id)/\(id)_\(year).csv"] = index(
          id: id, year: year, rows: rows, style, faultyOneIn: 10, &random)
      }
    }
    let entries = ids.map {
      TestCatalog.entry(
        id: $0, start: "2000-01-01T00:00:00Z", stop: "\(1999 + years)-12-31T00:00:00Z")
    }
    files["catalog.json"] = Array(TestCatalog.text(entries).utf8)
    return files
  }

  /// An index file of a year, one row per hour.
  package static func index(
    id: String, year: Int, rows: Int, _ style: Style, faultyOneIn rate: Int,
    _ random: inout SeededGenerator
  ) -> [UInt8] {
    var text = style.header.split(separator: "\n").map { $0 + style.lineEnd }.joined()
    for number in 0..<rows {
      var fields = self.fields(id: id, year: year, number, style)
      if rate > 0, random.oneIn(rate) { spoil(&fields, &random) }
      if !style.hasStop { fields.remove(at: 1) }
      text += fields.map { style.quote + $0 + style.quote }.joined(separator: style.separator)
      text += style.extra + style.lineEnd
    }
    return Array(text.utf8)
  }

  private static func fields(id: String, year: Int, _ number: Int, _ style: Style) -> [String] {
    let day = "\(year)-\(padded(1 + number / 672 % 12))-\(padded(1 + number / 24 % 28))"
    let hour = padded(number % 24)
    return [
      "\(day)T\(hour):00:00\(style.fraction)Z", "\(day)T\(hour):59:59\(style.fraction)Z",
      "s3://b/\(id)/\(year)/\(number * 7919 % 10007).cdf", "\(1000 + number)",
    ]
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Puts one fault into a row.
  private static func spoil(_ fields: inout [String], _ random: inout SeededGenerator) {
    switch Int.random(in: 0..<12, using: &random) {
    case 0: fields[0] = "2000-13-01T00:00:00Z"
    case 1: fields[0] = String(fields[0].dropLast())
    case 2: fields[1] = "1990-01-01T00:00:00Z"
    case 3: fields[2] = "relative/key.cdf"
    case 4: fields[2] = "s3://other/key.cdf"
    case 5: fields[3] = "many"
    case 6: fields[3] = "0"
    case 7: fields[3] = "-5"
    case 8: fields[2] = ""
    case 9: fields[0] = "2000-01-01T00:00:00Z"
    case 10: fields[2] = "s3://b/again.cdf"
    default: fields.append("more")
    }
  }
}
