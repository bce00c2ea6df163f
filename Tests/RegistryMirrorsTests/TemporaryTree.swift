import Glibc
import ObjectStorage
import SharedCloudRegistry

/// Files in a temporary folder that disappears with it.
final class TemporaryTree {
  /// The path of the folder.
  let path: String
  /// The place of the mark ↓, which the files on disk don't have.
  private(set) var mark: (file: String, line: Int)?

  /// Writes files.
  ///
  /// - Parameter files: Their texts by their paths.
  /// - Throws: `Failure` if they can't be written.
  init(_ files: [String: String]) throws {
    var name = Array("/tmp/scregistry-mirror-XXXXXX\0".utf8).map { CChar(bitPattern: $0) }
    guard unsafe mkdtemp(&name) != nil else { throw Failure() }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for folder in ["source", "mirror"] { unsafe mkdir("\(path)/\(folder)", 0o777) }
    for (file, text) in files where file.contains("/") {
      var bytes = Array(text.utf8)
      let arrow = Array("↓".utf8)
      if let start = bytes.indices.first(where: { bytes[$0...].starts(with: arrow) }) {
        mark = (file, bytes[..<start].count { $0 == 0x0A } + 1)
        bytes.removeSubrange(start..<start + arrow.count)
      }
      try write(bytes, to: file)
    }
  }

  deinit { Self.erase(path) }

  struct Failure: Error {}

  private func write(_ bytes: [UInt8], to file: String) throws {
    var folder = path
    for part in file.split(separator: "/").dropLast() {
      folder += "/\(part)"
      unsafe mkdir(folder, 0o777)
    }
    guard let stream = unsafe fopen("\(path)/\(file)", "w") else { throw Failure() }
    unsafe _ = fwrite(bytes, 1, bytes.count, stream)
    unsafe _ = fclose(stream)
  }

  private static func erase(_ path: String) {
    unsafe _ = system("rm -rf '\(path)'")
  }

  /// A time of a command line.
  static func time(_ text: String) -> SCRTime? { TimeText.typed(text) }
}
