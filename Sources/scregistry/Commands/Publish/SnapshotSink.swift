internal import Files
internal import RegistryValidation
internal import SharedCloudRegistry

/// The destination of a snapshot: a file that appears only when it is complete, or standard output.
struct SnapshotSink: ~Copyable {
  private let path: String
  private let file: AtomicFile?
  private let status: StatusLine

  init(_ path: String, status: StatusLine) throws(WriteFailure) {
    self.path = path
    self.status = status
    do throws(FileError) {
      file = path == "-" ? nil : try AtomicFile(path)
    } catch {
      throw WriteFailure(path, detail: error.detail)
    }
  }

  func write(_ bytes: [UInt8]) throws(WriteFailure) {
    switch file {
    case .some(let file):
      do throws(FileError) {
        try file.append(bytes.span)
      } catch {
        throw WriteFailure(path, detail: error.detail, exitCode: 4)
      }
    case nil:
      status.write(output: bytes)
      try status.checkOutput()
    }
  }

  consuming func finish() throws(WriteFailure) {
    let path = path
    switch consume file {
    case .some(let file):
      do throws(FileError) {
        try file.commit()
      } catch {
        throw WriteFailure(path, detail: error.detail, exitCode: 4)
      }
    case nil: return
    }
  }
}
