internal import Formats
internal import ObjectStorage

/// The bytes of one file of a listing, decompressed.
final class ListingSource {
  private let file: SequentialFile
  private let digest: RunningDigest?
  private var decoder: (any StreamDecoder)?
  private var isOpen = false
  /// Bytes of the file that were read, and are not used yet.
  private var input: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  private var kept: [UInt8]?
  /// The fault of the compression; nil if there is no fault.
  private(set) var fault: String?

  /// The number of bytes per read; their entries are in memory together.
  private static let chunk = 128 << 10

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - digest: Receives the bytes as they are stored.
  init(_ file: SequentialFile, digest: RunningDigest? = nil) {
    self.file = file
    self.digest = digest
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
      while input.count < ListingFormat.gzipMark.count, try fill() {}
      if input.starts(with: ListingFormat.gzipMark) {
        decoder = ArchiveFormat.gzip.makeDecoder(limits: ArchiveLimits(), isHasty: true)
      }
    }
    guard let decoder else {
      if input.isEmpty, try !fill() { return nil }
      defer { input = [] }
      return input
    }
    return try decoded(by: decoder)
  }

  private func decoded(by decoder: any StreamDecoder) throws(StoreError) -> [UInt8]? {
    var output = [UInt8](repeating: 0, count: Self.chunk)
    while true {
      do throws(ArchiveFault) {
        let rest = input[position...]
        let step = try decoder.decode(rest.span, into: &output)
        position += step.consumed
        guard step.produced == 0 else {
          output.removeLast(output.count - step.produced)
          return output
        }
        if position < input.count { continue }
        if isAtEnd {
          try decoder.finish()
          return nil
        }
      } catch {
        fault = error.description
        return nil
      }
      input = []
      position = 0
      isAtEnd = try !fill()
    }
  }

  /// Reads more of the file; false at its end.
  private func fill() throws(StoreError) -> Bool {
    let more = try file.bytes(Self.chunk)
    digest?.add(more.span)
    input += more
    return !more.isEmpty
  }
}
