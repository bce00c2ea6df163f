internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Reads an object line by line; a line keeps its LF.
struct LineReader: ~Copyable {
  private let object: LocalObject
  private var offset = 0
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  init(_ object: LocalObject) { self.object = object }

  /// Reads the next line; nil at the end.
  mutating func next() throws(StoreError) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return buffer[start...end]
      }
      searched = buffer.count
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return buffer[start...]
      }
      searched -= start
      try fill()
    }
  }

  private mutating func fill() throws(StoreError) {
    buffer.removeFirst(start)
    start = 0
    let more = try object.bytes(offset..<offset + Swift.max(256 << 10, buffer.count))
    buffer += more
    offset += more.count
    if more.isEmpty { isAtEnd = true }
  }
}

extension LineReader {
  /// The hashes of all lines, LF included.
  consuming func hashes() throws(StoreError) -> [Int] {
    var hashes: [Int] = []
    while let line = try next() {
      var hasher = Hasher()
      hasher.combine(bytes: line.span)
      hashes.append(hasher.finalize())
    }
    return hashes
  }
}
