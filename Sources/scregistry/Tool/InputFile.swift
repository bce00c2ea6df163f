internal import Files
internal import Formats
internal import ObjectStorage
internal import RegistryReports
internal import SharedCloudRegistry

/// Reads files in scregistry's own formats.
enum InputFile {
  /// Reads a file, or standard input if the path is `-`.
  ///
  /// - Parameter path: The path.
  /// - Returns: The name to show, and the bytes.
  /// - Throws: ``ToolFailure`` with 2 if the file can't be read.
  static func read(_ path: String) throws -> (name: String, bytes: [UInt8]) {
    do throws(StoreError) {
      let limit = 512 << 20
      if path == "-" {
        return ("<stdin>", try SequentialFile(standardInput: "<stdin>").all(limit: limit))
      }
      guard PathKind(path) == .file else {
        let detail = PathKind(path) == .absent ? "there is no such file" : "it is not a file"
        throw StoreError(.notFound, address: path, detail: detail)
      }
      return (path, try SequentialFile(path: path).all(limit: limit))
    } catch {
      throw ToolFailure("\(path): can't be read: \(error.detail)", exitCode: 2)
    }
  }

  /// Reads a report.
  ///
  /// - Throws: ``ToolFailure``; `UnusableFile`.
  static func report(_ path: String) throws -> RecordedReport {
    let (name, bytes) = try read(path)
    return try RecordedReport(reading: bytes, name: name)
  }

  /// Reads a baseline.
  ///
  /// - Throws: ``ToolFailure``; `UnusableFile`.
  static func baseline(_ path: String) throws -> Baseline {
    let (name, bytes) = try read(path)
    return try Baseline(reading: bytes, name: name)
  }

  /// Reads a JSON document.
  ///
  /// - Throws: ``ToolFailure`` with 2 if it can't be read, or for the place of its first fault.
  static func json(_ path: String) throws -> Document {
    let (name, bytes) = try read(path)
    do throws(SyntaxFault) {
      return try JSONParser.parse(bytes)
    } catch {
      let place = LineIndex(bytes).position(at: error.offset)
      throw ToolFailure("\(name):\(place.line):\(place.column): \(error.message)", exitCode: 2)
    }
  }
}
