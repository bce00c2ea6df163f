package import Formats

/// Decompresses the bytes of a reader, piece by piece.
package final class DecompressingReader: ObjectReader {
  private let pieces: DecodedPieces

  /// The metadata of the compressed object.
  package let info: ObjectInfo

  /// Decompresses the bytes of a reader.
  ///
  /// - Parameters:
  ///   - reader: Gives the compressed bytes.
  ///   - format: The compression format.
  ///   - address: The address of the object, for messages.
  ///   - limits: The limits of the decompressed size.
  package init(
    _ reader: any ObjectReader, format: ArchiveFormat, address: String,
    limits: ArchiveLimits = ArchiveLimits()
  ) {
    info = reader.info
    pieces = DecodedPieces(reader, format: format, address: address, limits: limits)
  }

  /// Undoes gzip if the first bytes show it, since files are also labelled so without being
  /// compressed.
  ///
  /// - Parameters:
  ///   - reader: Gives the stored bytes.
  ///   - address: The address of the object, for messages.
  package init(ifGzip reader: any ObjectReader, address: String) {
    info = reader.info
    pieces = DecodedPieces(
      reader, format: .gzip, address: address, limits: ArchiveLimits(), looksFirst: true)
  }

  /// Why the rest can't be decompressed; nil if there is no fault so far.
  package var fault: ArchiveFault? { get async { await pieces.fault } }

  /// The name of the file inside, once it is known.
  package var memberName: String? { get async { await pieces.memberName } }

  package func next() async throws(StoreError) -> [UInt8]? { try await pieces.next() }
}

/// The state of decompression, which one call after the other changes.
private actor DecodedPieces {
  private let reader: any ObjectReader
  private let decoder: any StreamDecoder
  private let address: String
  private var input: [UInt8] = []
  private var position = 0
  private var isDone = false
  /// The format that the first bytes must show; nil for any, or after they were looked at.
  private var doubtful: ArchiveFormat?
  /// Whether the bytes are given as they are.
  private var isPlain = false
  /// Whether the last piece had the maximum size, so that more may come without further input.
  private var isFull = false
  /// Why the rest can't be decompressed.
  private(set) var fault: ArchiveFault?

  var memberName: String? { decoder.memberName }

  private static let pieceSize = 256 << 10

  init(
    _ reader: any ObjectReader, format: ArchiveFormat, address: String, limits: ArchiveLimits,
    looksFirst: Bool = false
  ) {
    self.reader = reader
    self.address = address
    decoder = format.makeDecoder(limits: limits)
    doubtful = looksFirst ? format : nil
  }

  func next() async throws(StoreError) -> [UInt8]? {
    if let doubtful { try await look(for: doubtful) }
    if isPlain { return try await nextPlain() }
    while !isDone {
      if position == input.count, !isFull {
        guard let bytes = try await reader.next() else {
          isDone = true
          try finish()
          return nil
        }
        input = bytes
        position = 0
      }
      let bytes = try decode()
      if !bytes.isEmpty { return bytes }
    }
    return nil
  }

  /// Looks at the first bytes, which stay to be read.
  private func look(for format: ArchiveFormat) async throws(StoreError) {
    while input.count < 2, let more = try await reader.next() { input += more }
    doubtful = nil
    isPlain = ArchiveFormat(firstBytes: input) != format
  }

  private func nextPlain() async throws(StoreError) -> [UInt8]? {
    guard input.isEmpty else {
      defer { input = [] }
      return input
    }
    return try await reader.next()
  }

  private func decode() throws(StoreError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: Self.pieceSize)
    let rest = input[position...]
    do throws(ArchiveFault) {
      let step = try decoder.decode(rest.span, into: &output)
      position += step.consumed
      isFull = step.produced == output.count
      output.removeLast(output.count - step.produced)
      return output
    } catch {
      fault = error
      throw StoreError(error, address: address)
    }
  }

  private func finish() throws(StoreError) {
    do throws(ArchiveFault) {
      try decoder.finish()
    } catch {
      fault = error
      throw StoreError(error, address: address)
    }
  }
}

extension StoreError {
  /// Describes why an archive could not be read.
  package init(_ fault: ArchiveFault, address: String) {
    self.init(
      fault.kind == .tooLarge ? .tooLarge : .malformed, address: address,
      detail: fault.description)
  }
}
