internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// Reads files in scregistry's own formats.
enum InputFile {
  /// Reads a file, or standard input if the path is `-`.
  ///
  /// - Parameter path: The path.
  /// - Returns: The name to show, and the bytes.
  /// - Throws: `ToolExit` with 2, after it reports why the file can't be read.
  static func read(_ path: String) throws -> (name: String, bytes: [UInt8]) {
    do throws(StoreError) {
      let limit = 512 << 20
      if path == "-" { return ("<stdin>", try StandardInputStore().read("-", limit: limit)) }
      guard PathKind(path) == .file else {
        let detail = PathKind(path) == .absent ? "there is no such file" : "it is not a file"
        throw StoreError(.notFound, address: path, detail: detail)
      }
      return (path, try DirectoryStore(root: "").read(path, limit: limit))
    } catch {
      Streams().writeError("\(TextStyle.harmless(path)): can't be read: \(error.detail)\n")
      throw ToolExit(code: 2)
    }
  }

  /// Reads a report.
  ///
  /// - Throws: `ToolExit` with 2, after it reports why the file can't be used.
  static func report(_ path: String) throws -> RecordedReport {
    let (name, bytes) = try read(path)
    do throws(UnusableFile) {
      return try RecordedReport(reading: bytes, name: name)
    } catch {
      Streams().writeError("\(error)\n")
      throw ToolExit(code: 2)
    }
  }

  /// Reads a baseline.
  ///
  /// - Throws: `ToolExit` with 2, after it reports why the file can't be used.
  static func baseline(_ path: String) throws -> Baseline {
    let (name, bytes) = try read(path)
    do throws(UnusableFile) {
      return try Baseline(reading: bytes, name: name)
    } catch {
      Streams().writeError("\(error)\n")
      throw ToolExit(code: 2)
    }
  }
}
