internal import Files
internal import Glibc

/// The environment of the process.
package enum Environment {
  /// The value of a variable; nil if it is unset.
  package static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// The text of a small file; nil if it does not exist.
  package static func file(_ path: String) -> String? {
    guard PathKind(path) == .file,
      let bytes = try? SequentialFile(path: path).all(limit: 1 << 20)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
