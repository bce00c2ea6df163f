/// The directories that a listing names, and those of which it has content.
///
/// With a limit of the depth, rclone names directories without their content.
struct ListedDirectories: Sendable {
  /// The directories named, without their final slashes.
  private var named: Set<String> = []
  /// The directories with content.
  private var filled: Set<String> = []
  /// The directory of the last path.
  private var last: Substring = ""

  /// Notes a directory.
  mutating func add(directory path: String) {
    named.insert(path)
    add(path: path)
  }

  /// Notes that the directories above a path have content.
  mutating func add(path: String) {
    var above = Self.directory(of: path[...])
    guard above != last else { return }
    last = above
    while !above.isEmpty, filled.insert(String(above)).inserted {
      above = Self.directory(of: above)
    }
  }

  /// The directories without content, in order.
  var unlisted: [String] { named.subtracting(filled).sorted() }

  private static func directory(of path: Substring) -> Substring {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] } ?? ""
  }
}
