/// Decodes a ZIP archive of one member from its first byte to its last.
///
/// It never looks ahead or back, so the archive may come from a pipe. The records after the data,
/// the directory and the end record, are compared with the ones before; every byte of the archive
/// is accounted for. Sizes of 64 bits are supported.
package final class ZipDecoder: StreamDecoder {
  /// The part of the format that comes next.
  enum Phase {
    case localHeader
    case localName(length: Int, extra: Int)
    case data
    case descriptor
    case afterData
    case centralHeader
    case centralName(length: Int, extra: Int, comment: Int)
    case afterDirectory
    case zip64End
    case zip64Locator
    case end
    case comment(length: Int)
    case done
  }

  var phase = Phase.localHeader
  var pending = PendingBytes()
  /// The number of bytes read so far.
  private(set) var consumed = 0
  /// The number of bytes written so far.
  private(set) var produced = 0
  /// The member, once its header was read.
  var member: ZipMember?
  /// Where its data begin.
  var dataStart = 0
  /// Its entry in the directory.
  var entry: ZipMember?
  /// Where the directory lies.
  var directory = 0..<0
  /// Where the ZIP64 end record begins; nil without one.
  var zip64EndStart: Int?
  private(set) var checksum = Checksum32()
  private(set) var inflater = Inflater()
  private let limits: ArchiveLimits

  /// Prepares for an archive.
  ///
  /// - Parameter limits: How much output is allowed.
  package init(limits: ArchiveLimits = ArchiveLimits()) { self.limits = limits }

  package var memberName: String? { member.map { String(decoding: $0.name, as: UTF8.self) } }

  /// Where the current record begins.
  var recordStart: Int { consumed - pending.bytes.count }

  package func decode(
    _ input: Span<UInt8>, into output: UnsafeMutableRawBufferPointer
  ) throws(ArchiveFault) -> DecodingStep {
    var step = DecodingStep()
    while true {
      if case .data = phase {
        let rest = input.extracting(droppingFirst: step.consumed)
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: output[step.produced...])
        let part = unsafe try decodeData(rest, into: room)
        step.consumed += part.consumed
        step.produced += part.produced
        if case .data = phase { return step }
      } else if case .done = phase {
        guard step.consumed == input.count else {
          throw ArchiveFault(.damaged, at: consumed, "extra bytes after the end of the archive")
        }
        return step
      } else {
        let before = step.consumed
        let isComplete = pending.gather(recordLength, from: input, at: &step.consumed)
        consumed += step.consumed - before
        guard isComplete else { return step }
        try takeRecord()
      }
    }
  }

  package func finish() throws(ArchiveFault) {
    if case .done = phase { return }
    if case .localHeader = phase { try checkFirstBytes() }
    throw ArchiveFault(.truncated, at: consumed, "the archive is truncated")
  }

  /// Throws a fault if the first bytes are not those of an archive.
  func checkFirstBytes() throws(ArchiveFault) {
    var signature: [UInt8] = []
    signature.append(number: ZipSignature.localHeader, bytes: 4)
    let first = pending.bytes.prefix(4)
    guard !first.isEmpty else { throw ArchiveFault(.truncated, at: 0, "it is empty") }
    guard !signature.starts(with: first) else { return }
    if first.count == 4, Array(first).number32(at: 0) == ZipSignature.end {
      throw ArchiveFault(.unsupported, at: 0, "the archive has no member")
    }
    let words = Self.content(first).map { "it is \($0), not a ZIP archive" }
    throw ArchiveFault(.notAnArchive, at: 0, words ?? "it does not begin like a ZIP archive")
  }

  /// What other content the first bytes show; nil if they show nothing.
  private static func content(_ first: ArraySlice<UInt8>) -> String? {
    if first.starts(with: [0x1F, 0x8B]) { return "gzip" }
    if first.first == UInt8(ascii: "<") { return "HTML or XML" }
    if first.first == UInt8(ascii: "{") { return "JSON" }
    let isText = first.allSatisfy { 0x20..<0x7F ~= $0 || [0x09, 0x0A, 0x0D].contains($0) }
    return isText && first.count == 4 ? "plain text" : nil
  }
}

// MARK: - Data

extension ZipDecoder {
  private func decodeData(
    _ input: Span<UInt8>, into output: UnsafeMutableRawBufferPointer
  ) throws(ArchiveFault) -> DecodingStep {
    guard let member else { return DecodingStep() }
    let taken = consumed - dataStart
    // Without a descriptor the header tells where the data end.
    let left = isSizeKnown ? member.compressedSize - UInt64(taken) : UInt64(input.count)
    let available = input.extracting(first: Int(Swift.min(UInt64(input.count), left)))
    var step = DecodingStep()
    var isAtEnd = false
    if member.method == 0 {
      step = unsafe Self.copy(available, into: output)
      isAtEnd = UInt64(step.consumed) == left
    } else if output.count > 0 {
      let (part, outcome) = unsafe inflater.inflate(available, into: output)
      step = part
      if case .damaged(let detail) = outcome {
        throw ArchiveFault(
          .damaged, at: consumed + step.consumed, "the compressed data are damaged: \(detail)")
      }
      if case .ended = outcome { isAtEnd = true }
    }
    consumed += step.consumed
    produced += step.produced
    unsafe checksum.add(UnsafeRawBufferPointer(rebasing: output[..<step.produced]))
    try limits.check(produced: produced, consumed: consumed)
    if isAtEnd {
      try endData()
    } else if isSizeKnown, UInt64(step.consumed) == left, step.produced < output.count {
      throw ArchiveFault(
        .damaged, at: consumed, "the compressed data do not end where the header says they do")
    }
    return step
  }

  /// Whether the header tells how long the compressed data are.
  private var isSizeKnown: Bool {
    guard let member else { return false }
    return member.method == 0 || !member.hasDescriptor
  }

  private static func copy(
    _ input: Span<UInt8>, into output: UnsafeMutableRawBufferPointer
  ) -> DecodingStep {
    let count = Swift.min(input.count, output.count)
    unsafe input.extracting(first: count).withUnsafeBytes { unsafe output.copyMemory(from: $0) }
    return DecodingStep(consumed: count, produced: count)
  }
}
