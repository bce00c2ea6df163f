import Formats

extension ParserCheck {
  /// Compressed files.
  static let archives = [
    ParserCheck("zip") { archive($0) { ZipDecoder(limits: limits) } },
    ParserCheck("gzip") { bytes in
      archive(bytes) { GzipDecoder(limits: limits) }
        ?? archive(bytes) { GzipDecoder(limits: limits, isHasty: true) } ?? haste(bytes)
    },
    ParserCheck("parquet", parquet),
  ]

  private static let limits = ArchiveLimits(
    output: 1 << 20, ratio: 100, outputBeforeRatio: 64 << 10)

  /// What a decoder made of its input.
  private struct Outcome: Equatable {
    var bytes: [UInt8] = []
    var fault: ArchiveFault?
    var isStuck = false
  }

  /// The output is the same however the bytes arrive, and is never larger than the limits.
  private static func archive(
    _ bytes: [UInt8], _ makeDecoder: () -> any StreamDecoder
  ) -> String? {
    let whole = decode(bytes, by: makeDecoder(), input: Swift.max(1, bytes.count), output: 1 << 16)
    if whole.isStuck { return "the decoder makes no progress" }
    if whole.bytes.count > 1 << 20 { return "\(whole.bytes.count) bytes of output" }
    if let fault = whole.fault, !(0...bytes.count).contains(fault.offset) || fault.message.isEmpty {
      return "fault \(fault)"
    }
    for (input, output) in [(1, 1000), (13, 7)] {
      // Tiny outputs take long.
      if whole.bytes.count > 1 << 14 { return nil }
      let parts = decode(bytes, by: makeDecoder(), input: input, output: output)
      if parts.isStuck { return "the decoder makes no progress in pieces of \(input)" }
      if parts.fault?.kind != whole.fault?.kind {
        return "in pieces: \(parts.fault, default: "fine"), before: \(whole.fault, default: "fine")"
      }
      if whole.fault == nil, parts.bytes != whole.bytes { return "the output differs in pieces" }
    }
    return nil
  }

  /// The fast decoder gives the same bytes as the careful one, and accepts the same files.
  private static func haste(_ bytes: [UInt8]) -> String? {
    let size = Swift.max(1, bytes.count)
    let careful = decode(bytes, by: GzipDecoder(limits: limits), input: size, output: 1 << 16)
    let hasty = decode(
      bytes, by: GzipDecoder(limits: limits, isHasty: true), input: size, output: 1 << 16)
    if (careful.fault == nil) != (hasty.fault == nil) {
      return "careful: \(careful.fault, default: "fine"), hasty: \(hasty.fault, default: "fine")"
    }
    return careful.fault == nil && careful.bytes != hasty.bytes ? "haste changes bytes" : nil
  }

  private static func decode(
    _ bytes: [UInt8], by decoder: any StreamDecoder, input: Int, output: Int
  ) -> Outcome {
    var outcome = Outcome()
    var buffer = [UInt8](repeating: 0, count: output)
    do throws(ArchiveFault) {
      try Input.forEachPiece(of: bytes, atMost: input) { (piece) throws(ArchiveFault) in
        try feed(piece, to: decoder, &buffer, &outcome)
      }
      try feed([UInt8]().span, to: decoder, &buffer, &outcome)
      if !outcome.isStuck { try decoder.finish() }
    } catch {
      outcome.fault = error
    }
    return outcome
  }

  private static func feed(
    _ piece: Span<UInt8>, to decoder: any StreamDecoder, _ buffer: inout [UInt8],
    _ outcome: inout Outcome
  ) throws(ArchiveFault) {
    var position = 0
    while true {
      let rest = piece.extracting(position..<piece.count)
      let step = try unsafe buffer.withUnsafeMutableBufferPointer {
        (output) throws(ArchiveFault) -> DecodingStep in
        unsafe try decoder.decode(rest, into: UnsafeMutableRawBufferPointer(output))
      }
      position += step.consumed
      outcome.bytes += buffer[..<step.produced]
      if step.produced == buffer.count { continue }
      if position >= piece.count { return }
      if step.consumed == 0, step.produced == 0 {
        outcome.isStuck = true
        return
      }
    }
  }
}
