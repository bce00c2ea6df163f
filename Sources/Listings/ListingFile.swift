internal import Formats
package import ObjectStorage

/// A listing in a file, with the files that it names.
package struct ListingFile: Sendable {
  let store: any ObjectStore
  let key: String
  private let format: ListingFormat?
  /// The path, as shown to people.
  package let name: String

  /// Creates a listing.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - format: Its format; nil to detect it by the content.
  package init(path: String, format: ListingFormat? = nil) {
    self.init(DirectoryStore(root: ""), key: path, format: format)
  }

  /// Creates a listing in a store.
  ///
  /// - Parameters:
  ///   - store: The store.
  ///   - key: The key of the listing.
  ///   - format: Its format; nil to detect it by the content.
  package init(_ store: any ObjectStore, key: String, format: ListingFormat? = nil) {
    self.store = store
    self.key = key
    self.format = format
    name = store.displayName(of: key)
  }

  /// The approximate size in bytes; 0 if it is not known.
  package var expectedSize: Int { (try? store.open(key))?.expectedSize ?? 0 }

  /// The address that its keys belong to, if its first bytes have it.
  package var target: String? {
    guard let source = try? ListingSource(store, key), let start = try? source.start() else {
      return nil
    }
    if ListingFormat(beginning: start[...]) == .inventory {
      let text = try? store.read(key, limit: InventoryManifest.largestSize)
      let manifest = text.flatMap { try? InventoryManifest($0) }
      return manifest?.bucket.map { "s3://\($0)/" }
    }
    var reader = ListingReader(format: format)
    _ = reader.read(start.span)
    _ = reader.finish()
    return reader.summary.target.flatMap { ObjectAddress($0) == nil ? nil : $0 }
  }

  /// Reads it from start to end.
  ///
  /// - Parameters:
  ///   - takesDetails: Whether ETags and modification times are needed.
  ///   - take: Called with entries, in the order of the listing.
  ///   - progress: Called with the number of bytes of each read.
  /// - Returns: The summary, such as whether it is complete.
  /// - Throws: ``StoreError`` when the file can't be read, or what `take` throws.
  package func read(
    takesDetails: Bool = true, take: (ListingBatch) throws(StoreError) -> Void,
    progress: (Int) -> Void = { _ in }
  ) throws(StoreError) -> ListingSummary {
    let source = try ListingSource(store, key)
    let start = try source.start()
    let found = format ?? ListingFormat(beginning: start[...])
    guard found != .inventory else { return try readInventory(takesDetails, progress, take) }
    var reader = ListingReader(format: format, takesDetails: takesDetails)
    try reader.readAll(source, progress, take)
    return reader.summary
  }
}

extension ListingReader {
  /// Reads a source to its end.
  mutating func readAll(
    _ source: ListingSource, _ progress: (Int) -> Void,
    _ take: (ListingBatch) throws(StoreError) -> Void
  ) throws(StoreError) {
    while let chunk = try source.next() {
      progress(chunk.count)
      let entries = read(chunk.span)
      if !entries.isEmpty { try take(entries) }
    }
    let last = finish()
    if let fault = source.fault { add(fault) }
    if !last.isEmpty { try take(last) }
  }
}

/// The bytes of one file of a listing, decompressed.
final class ListingSource {
  private let raw: DigestingSource
  private let address: String
  private var unpacked: DecompressingSource?
  private var isOpen = false
  private var kept: [UInt8]?
  /// The fault of the compression; nil if there is no fault.
  private(set) var fault: String?

  /// The number of bytes per read; their entries are in memory together.
  private static let chunk = 128 << 10

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - store: The store that has it.
  ///   - key: Its key.
  ///   - digest: Receives the bytes as they are stored.
  /// - Throws: ``StoreError`` when it can't be opened.
  init(_ store: any ObjectStore, _ key: String, digest: RunningDigest? = nil) throws(StoreError) {
    raw = DigestingSource(try store.open(key), digest)
    address = store.displayName(of: key)
  }

  /// The first bytes, which ``next()`` gives again.
  func start() throws(StoreError) -> [UInt8] {
    if kept == nil { kept = try next() }
    return kept ?? []
  }

  /// Returns more bytes; nil at the end.
  func next() throws(StoreError) -> [UInt8]? {
    if let first = kept {
      kept = nil
      return first
    }
    if !isOpen {
      isOpen = true
      let mark = try raw.peek(ListingFormat.gzipMark.count)
      if mark.starts(with: ListingFormat.gzipMark) {
        unpacked = DecompressingSource(
          raw, format: .gzip, address: address, isHasty: true)
      }
    }
    let source: any ObjectSource = unpacked ?? raw
    do throws(StoreError) {
      let bytes = try source.bytes(Self.chunk)
      return bytes.isEmpty ? nil : bytes
    } catch {
      guard let fault = unpacked?.fault else { throw error }
      self.fault = fault.description
      return nil
    }
  }
}

/// Passes the bytes of a source on, and computes their checksum.
private final class DigestingSource: ObjectSource {
  private let source: any ObjectSource
  private let digest: RunningDigest?
  private var first: [UInt8] = []

  init(_ source: any ObjectSource, _ digest: RunningDigest?) {
    self.source = source
    self.digest = digest
  }

  /// The first bytes, which the next read returns again.
  func peek(_ count: Int) throws(StoreError) -> [UInt8] {
    while first.count < count {
      let more = try source.bytes(count - first.count)
      guard !more.isEmpty else { break }
      first += more
    }
    return first
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
    var count = Swift.min(first.count, buffer.count)
    if count > 0 {
      unsafe buffer.copyBytes(from: first[..<count])
      first.removeFirst(count)
    }
    if count < buffer.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
      count += unsafe try source.read(into: rest)
    }
    if let digest {
      let bytes = unsafe Array(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      digest.add(bytes.span)
    }
    return count
  }
}

extension ObjectSource {
  /// Reads up to this many bytes; no bytes at the end.
  fileprivate func bytes(_ count: Int) throws(StoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let found = try unsafe bytes.withUnsafeMutableBufferPointer {
      (buffer) throws(StoreError) -> Int in
      unsafe try read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    bytes.removeLast(count - found)
    return bytes
  }
}
