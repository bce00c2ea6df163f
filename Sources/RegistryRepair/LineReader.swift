internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Reads a source line by line; a line keeps its LF.
struct LineReader: ~Copyable {
  private let source: any ObjectSource
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  init(_ source: any ObjectSource) { self.source = source }

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
    let end = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: Swift.max(256 << 10, end)))
    let count = try unsafe buffer.withUnsafeMutableBufferPointer {
      (bytes) throws(StoreError) -> Int in
      let room = unsafe UnsafeMutableBufferPointer(rebasing: bytes[end...])
      return unsafe try source.read(into: UnsafeMutableRawBufferPointer(room))
    }
    buffer.removeLast(buffer.count - end - count)
    if count == 0 { isAtEnd = true }
  }
}

extension LineReader {
  /// The hashes of all lines, LF included.
  consuming func hashes() throws(StoreError) -> [Int] {
    var hashes: [Int] = []
    while let line = try next() {
      var hasher = Hasher()
      unsafe line.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
      hashes.append(hasher.finalize())
    }
    return hashes
  }
}
