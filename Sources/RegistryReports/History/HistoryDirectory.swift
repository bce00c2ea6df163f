internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// A directory of JSON reports, named by the time of their runs: `2026-11-28T194114Z.json`.
public struct HistoryDirectory: Sendable {
  /// The path.
  public let path: String

  /// The largest report that is read, in bytes.
  private static let limit = 512 << 20

  /// Names a directory, which need not exist.
  ///
  /// - Parameter path: The path.
  public init(_ path: String) { self.path = path }

  /// What happened to a report that was to be added.
  public enum Addition: Sendable, Hashable {
    /// It has been written under this name.
    case added(String)
    /// The same report is there already under this name.
    case present(String)
  }

  // MARK: - Reading

  /// Reads the history.
  ///
  /// - Parameter last: The number of runs to read, the last ones; nil for all.
  /// - Returns: The runs in time order, and the names of the files that are not reports.
  /// - Throws: ``UnusableFile`` if the directory can't be read.
  public func read(last: Int? = nil) throws(UnusableFile) -> ReportHistory {
    var history = ReportHistory()
    var runs: [(time: String, name: String)] = []
    for name in try names() {
      guard name.hasSuffix(".json") || name.hasSuffix(".ndjson") else {
        if !name.hasPrefix(".") {
          history.note(unusable: UnusableFile(place(name), "is not a report; it is ignored"))
        }
        continue
      }
      if let time = Self.time(ofName: name) {
        runs.append((time, name))
        continue
      }
      // Files with other names have to be read to know when their run was.
      do throws(UnusableFile) {
        runs.append((try Self.time(of: recorded(name)), name))
      } catch {
        history.note(unusable: error)
      }
    }
    for run in runs.sorted(by: { $0 < $1 }).suffix(last ?? .max) {
      do throws(UnusableFile) {
        let recorded = try recorded(run.name)
        history.add(recorded, name: run.name, started: try Self.started(of: recorded))
      } catch {
        history.note(unusable: error)
      }
    }
    return history
  }

  private func names() throws(UnusableFile) -> [String] {
    do throws(FileError) {
      return try DirectoryNames(of: path).names
    } catch {
      throw UnusableFile(path, "can't be read: \(error.detail)")
    }
  }

  private func place(_ name: String) -> String {
    path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  private func recorded(_ name: String) throws(UnusableFile) -> RecordedReport {
    try RecordedReport(reading: try bytes(name), name: place(name))
  }

  private func bytes(_ name: String) throws(UnusableFile) -> [UInt8] {
    // Opening a pipe would wait for somebody who writes.
    if let identity = FileIdentity(place(name)), !identity.isRegular {
      throw UnusableFile(place(name), "is not a regular file")
    }
    do throws(StoreError) {
      return try SequentialFile(path: place(name)).all(limit: Self.limit)
    } catch {
      throw UnusableFile(place(name), "can't be read: \(error.detail)")
    }
  }

  // MARK: - Adding

  /// Makes the directory, unless it exists; the directory above it must exist.
  ///
  /// - Throws: ``HistoryError`` if it can't be made, or is not a directory.
  public func make() throws(HistoryError) {
    do throws(FileError) {
      try DirectoryNames.makeDirectory(path)
    } catch {
      throw .notWritten(path: path, detail: error.detail)
    }
  }

  /// Adds a report, unless the same report is in the directory.
  ///
  /// A directory that does not exist is made. The file is complete or absent at any time, and no
  /// other file changes.
  ///
  /// - Parameters:
  ///   - recorded: The report, with the time of its run.
  ///   - isNewRun: Whether the run has just ended, so that an equal report is of another run of
  ///     the same second, and both are kept.
  /// - Returns: What happened.
  /// - Throws: ``HistoryError`` if the report has no time, or can't be written.
  @discardableResult
  public func add(
    _ recorded: RecordedReport, isNewRun: Bool = false
  ) throws(HistoryError) -> Addition {
    let bytes = JSONReport(report: recorded.report, options: recorded.options).bytes
    try make()
    while true {
      let name: String
      do throws(UnusableFile) {
        let free = try freeName(try Self.time(of: recorded), for: isNewRun ? nil : bytes)
        if free.isPresent { return .present(free.name) }
        name = free.name
      } catch {
        throw .unusable(error)
      }
      do throws(FileError) {
        let file = try AtomicFile(place(name))
        try file.append(bytes.span)
        // Another run may take the name first.
        if try file.commitAsNew() { return .added(name) }
      } catch {
        throw .notWritten(path: place(name), detail: error.detail)
      }
    }
  }

  /// A name for a report that no other report has; two runs can begin in one second.
  ///
  /// A report with the given bytes keeps the name that it has.
  private func freeName(
    _ time: String, for bytes: [UInt8]?
  ) throws(UnusableFile) -> (name: String, isPresent: Bool) {
    var number = 1
    while true {
      let name = number == 1 ? "\(time).json" : "\(time)-\(number).json"
      if PathKind(place(name)) == .absent { return (name, false) }
      if let bytes, try self.bytes(name) == bytes { return (name, true) }
      number += 1
    }
  }

  // MARK: - Times

  /// The time of a run, as in the names of files, which sort by it.
  private static func time(of recorded: RecordedReport) throws(UnusableFile) -> String {
    String(try started(of: recorded).filter { $0 != ":" })
  }

  /// The time of a run, as an RFC 3339 time in whole seconds.
  private static func started(of recorded: RecordedReport) throws(UnusableFile) -> String {
    guard let text = recorded.options.started else {
      throw UnusableFile(
        recorded.name, "has no time; make the report without --deterministic")
    }
    guard let time = TimeText.typed(text) else {
      throw UnusableFile(recorded.name, "has a time that can't be read: \(text)")
    }
    return SCRTime(seconds: time.seconds).text
  }

  /// The time in the name of a file that ``add(_:)`` wrote; nil for another name.
  private static func time(ofName name: String) -> String? {
    let stem = name.prefix { $0 != "." }
    let parts = stem.split(separator: "Z", maxSplits: 1, omittingEmptySubsequences: false)
    guard name.hasSuffix(".json"), parts.count == 2, let first = parts.first,
      first.utf8.count == 17,
      parts[1].isEmpty || parts[1].hasPrefix("-") && Int(parts[1].dropFirst()) != nil
    else { return nil }
    let bytes = Array(first.utf8)
    let text =
      String(decoding: bytes[..<13], as: UTF8.self) + ":"
      + String(decoding: bytes[13..<15], as: UTF8.self) + ":"
      + String(decoding: bytes[15...], as: UTF8.self) + "Z"
    guard TimeText.typed(text) != nil else { return nil }
    // So that the second run of a second comes after the first.
    return parts[1].isEmpty ? "\(first)Z" : "\(first)Z\(padded(parts[1].dropFirst()))"
  }

  private static func padded(_ number: Substring) -> String {
    String(repeating: "0", count: Swift.max(0, 9 - number.utf8.count)) + number
  }
}
