/// Decodes GZIP data: one or more members in a row.
///
/// Spec: RFC 1952. Checksum and size of every member are checked; nothing else may follow.
package final class GzipDecoder: StreamDecoder {
  /// The part of the format that comes next.
  private enum Phase {
    case header
    case extraLength
    case extra(length: Int)
    case name
    case comment
    case headerChecksum
    case data
    case trailer
  }

  /// The longest name or comment that is accepted.
  private static let longestText = 1 << 16

  private var phase = Phase.header
  private var pending = PendingBytes()
  private var flags: UInt8 = 0
  private var headerChecksum = Checksum32()
  private var checksum = Checksum32()
  private var inflater = Inflater()
  private var memberInflater: MemberInflater?
  /// The last bytes of the member so far, up to eight.
  private var lastBytes: [UInt8] = []
  private var memberSize: UInt64 = 0
  private var members = 0
  private var consumed = 0
  private var produced = 0
  private let limits: ArchiveLimits
  /// The name in the header of the first member.
  package private(set) var memberName: String?

  /// Prepares for a stream.
  ///
  /// - Parameters:
  ///   - limits: How much output is allowed.
  ///   - isHasty: Whether the fastest installed library may decode it. Then the place
  ///     and the words of a fault in the compressed data depend on that library.
  package init(limits: ArchiveLimits = ArchiveLimits(), isHasty: Bool = false) {
    self.limits = limits
    memberInflater = isHasty ? MemberInflater() : nil
  }

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
      } else {
        let before = step.consumed
        let isComplete = gather(input, at: &step.consumed)
        consumed += step.consumed - before
        guard isComplete else {
          try checkUnfinishedRecord()
          return step
        }
        try takeRecord()
      }
    }
  }

  package func finish() throws(ArchiveFault) {
    if case .header = phase, pending.bytes.isEmpty, members > 0 { return }
    try checkUnfinishedRecord()
    throw ArchiveFault(.truncated, at: consumed, "the compressed data are truncated")
  }

  private func decodeData(
    _ input: Span<UInt8>, into output: UnsafeMutableRawBufferPointer
  ) throws(ArchiveFault) -> DecodingStep {
    guard output.count > 0 else { return DecodingStep() }
    let (step, outcome) = unsafe inflate(input, into: output)
    consumed += step.consumed
    produced += step.produced
    memberSize += UInt64(step.produced)
    try limits.check(produced: produced, consumed: consumed)
    switch outcome {
    case .goesOn: break
    case .ended:
      phase = .trailer
      if let sum = memberInflater?.checksum {
        checksum = Checksum32(sum)
        var position = 0
        _ = pending.gather(8, from: lastBytes.span, at: &position)
        try takeTrailer()
      }
    case .damaged(let detail):
      throw ArchiveFault(.damaged, at: consumed, "the compressed data are damaged: \(detail)")
    }
    return step
  }

  private func inflate(
    _ input: Span<UInt8>, into output: UnsafeMutableRawBufferPointer
  ) -> (step: DecodingStep, outcome: Inflater.Outcome) {
    guard let (step, outcome) = unsafe memberInflater?.inflate(input, into: output) else {
      let (step, outcome) = unsafe inflater.inflate(input, into: output)
      unsafe checksum.add(UnsafeRawBufferPointer(rebasing: output[..<step.produced]))
      return (step, outcome)
    }
    for index in Swift.max(0, step.consumed - 8)..<step.consumed { lastBytes.append(input[index]) }
    lastBytes.removeFirst(Swift.max(0, lastBytes.count - 8))
    return (step, outcome)
  }
}

// MARK: - Headers and trailers

extension GzipDecoder {
  private var recordStart: Int { consumed - pending.bytes.count }

  private func gather(_ input: Span<UInt8>, at position: inout Int) -> Bool {
    switch phase {
    case .header: pending.gather(10, from: input, at: &position)
    case .extraLength, .headerChecksum: pending.gather(2, from: input, at: &position)
    case .extra(let length): pending.gather(length, from: input, at: &position)
    case .name, .comment: pending.gatherThroughNUL(from: input, &position)
    case .trailer: pending.gather(8, from: input, at: &position)
    case .data: true
    }
  }

  /// Throws a fault if an incomplete record is already wrong.
  private func checkUnfinishedRecord() throws(ArchiveFault) {
    switch phase {
    case .header: try checkFirstBytes()
    case .name, .comment:
      guard pending.bytes.count <= Self.longestText else {
        throw ArchiveFault(.unsupported, at: recordStart, "the header is too long")
      }
    default: break
    }
  }

  private func checkFirstBytes() throws(ArchiveFault) {
    let first = pending.bytes.prefix(2)
    guard ![0x1F, 0x8B].starts(with: first) else { return }
    guard members == 0 else {
      throw ArchiveFault(
        .damaged, at: recordStart, "extra bytes after the end of the compressed data")
    }
    throw ArchiveFault(.notAnArchive, at: 0, "it does not begin like gzip data")
  }

  private func takeRecord() throws(ArchiveFault) {
    switch phase {
    case .header: try takeHeader()
    case .extraLength:
      let length = pending.bytes.number16(at: 0)
      leaveRecord(to: .extra(length: length))
    case .extra: leaveRecord(to: nextPhase(after: 0x04))
    case .name:
      if members == 0 {
        memberName = String(decoding: pending.bytes.dropLast(), as: UTF8.self)
      }
      leaveRecord(to: nextPhase(after: 0x08))
    case .comment: leaveRecord(to: nextPhase(after: 0x10))
    case .headerChecksum: try takeHeaderChecksum()
    case .trailer: try takeTrailer()
    case .data: break
    }
  }

  private func takeHeader() throws(ArchiveFault) {
    try checkFirstBytes()
    let bytes = pending.bytes
    guard bytes[2] == 8 else {
      throw ArchiveFault(
        .unsupported, at: recordStart, "it is compressed by method \(bytes[2]), not deflate")
    }
    flags = bytes[3]
    guard flags & 0xE0 == 0 else {
      throw ArchiveFault(.unsupported, at: recordStart, "the header has unknown flags")
    }
    headerChecksum = Checksum32()
    leaveRecord(to: flags & 0x04 != 0 ? .extraLength : nextPhase(after: 0x04))
  }

  /// The part of the header that follows the part of a flag.
  private func nextPhase(after flag: UInt8) -> Phase {
    if flag < 0x08, flags & 0x08 != 0 { return .name }
    if flag < 0x10, flags & 0x10 != 0 { return .comment }
    if flags & 0x02 != 0 { return .headerChecksum }
    return .data
  }

  private func leaveRecord(to next: Phase) {
    headerChecksum.add(pending.bytes.span)
    pending.clear()
    phase = next
  }

  private func takeHeaderChecksum() throws(ArchiveFault) {
    guard pending.bytes.number16(at: 0) == Int(headerChecksum.value & 0xFFFF) else {
      throw ArchiveFault(.damaged, at: recordStart, "the checksum of the header is wrong")
    }
    leaveRecord(to: .data)
  }

  private func takeTrailer() throws(ArchiveFault) {
    let stated = pending.bytes.number32(at: 0)
    guard stated == checksum.value else {
      throw ArchiveFault(
        .damaged, at: recordStart,
        "the CRC-32 of the decompressed data is \(checksum.value.hexadecimal), not \(stated.hexadecimal)"
      )
    }
    let size = pending.bytes.number32(at: 4)
    guard size == UInt32(truncatingIfNeeded: memberSize) else {
      throw ArchiveFault(
        .damaged, at: recordStart + 4,
        "\(memberSize) bytes decompressed, but the trailer says \(size) (modulo 2^32)")
    }
    members += 1
    memberSize = 0
    checksum = Checksum32()
    if memberInflater == nil { inflater.reset() }
    memberInflater?.reset()
    lastBytes.removeAll(keepingCapacity: true)
    leaveRecord(to: .header)
  }
}
