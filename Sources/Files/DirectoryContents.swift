internal import Glibc

/// The entries of one directory, in byte order of the keys.
package struct DirectoryContents {
  /// The kind of an entry.
  package enum Kind: UInt8 {
    case file
    case directory
    /// A symbolic link that has not been resolved.
    case link
  }

  /// One entry.
  package struct Entry {
    fileprivate var start: Int32
    fileprivate var count: Int32
    /// The kind of entry.
    package var kind: Kind
    /// The size of a file in bytes.
    package var size = 0
  }

  /// The names, one after the other; those of directories and links end in a slash, by which the
  /// keys below them are sorted.
  private var names: [UInt8] = []
  /// The entries, in byte order of the keys after ``sort()``.
  package private(set) var entries: [Entry] = []

  /// Creates an empty list.
  package init() {}

  /// Adds a name.
  ///
  /// - Parameters:
  ///   - name: Its bytes.
  ///   - kind: The kind of entry.
  ///   - size: The size of a file.
  package mutating func add(_ name: [UInt8], kind: Kind, size: Int = 0) {
    let start = names.count
    names += name
    if kind != .file { names.append(UInt8(ascii: "/")) }
    entries.append(
      Entry(start: Int32(start), count: Int32(names.count - start), kind: kind, size: size))
  }

  /// Sorts the names.
  package mutating func sort() {
    let names = names
    unsafe names.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      entries.sort { left, right in
        let common = Int(Swift.min(left.count, right.count))
        let order = unsafe memcmp(base + Int(left.start), base + Int(right.start), common)
        return order != 0 ? order < 0 : left.count < right.count
      }
    }
  }

  /// A name after a prefix, as in the key; it must be UTF-8.
  package func key(_ entry: Entry, after prefix: [UInt8]) -> String {
    let count = prefix.count + Int(entry.count)
    return unsafe String(unsafeUninitializedCapacity: count) { room in
      unsafe prefix.withUnsafeBufferPointer {
        unsafe _ = room.update(fromContentsOf: $0)
      }
      let rest = unsafe UnsafeMutableBufferPointer(rebasing: room[prefix.count...])
      unsafe names.withUnsafeBufferPointer {
        let name = unsafe UnsafeBufferPointer(
          rebasing: $0[Int(entry.start)..<Int(entry.start + entry.count)])
        unsafe _ = rest.update(fromContentsOf: name)
      }
      return count
    }
  }

  /// A name without a prefix and without its slash.
  package func name(_ entry: Entry) -> String {
    let name = key(entry, after: [])
    return entry.kind == .file ? name : String(name.dropLast())
  }
}
