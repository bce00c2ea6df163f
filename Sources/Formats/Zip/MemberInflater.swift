internal import CISAL

/// Decompresses the members of a GZIP file with ISA-L, if it is installed.
///
/// This is the only file that uses ISA-L.
@safe struct MemberInflater: ~Copyable {
  private let stream: OpaquePointer

  /// Prepares for a member, after its header; nil without ISA-L.
  init?() {
    guard let stream = unsafe registry_isal_begin() else { return nil }
    unsafe self.stream = stream
  }

  deinit { unsafe registry_isal_end(stream) }

  /// The CRC-32 of the output, once the member has ended.
  var checksum: UInt32 { unsafe registry_isal_checksum(stream) }

  /// Prepares for another member.
  mutating func reset() { unsafe registry_isal_reset(stream) }

  /// Decompresses until the input is used up, the output is full or the member ends.
  ///
  /// The trailer of eight bytes belongs to the member; it is not checked here.
  mutating func inflate(
    _ input: Span<UInt8>, into output: UnsafeMutableRawBufferPointer
  ) -> (step: DecodingStep, outcome: Inflater.Outcome) {
    var taken = UInt32(Swift.min(input.count, 1 << 30))
    var given = UInt32(Swift.min(output.count, 1 << 30))
    let code = unsafe input.withUnsafeBufferPointer { bytes in
      unsafe registry_isal_inflate(
        stream, bytes.baseAddress, &taken, output.baseAddress?.assumingMemoryBound(to: UInt8.self),
        &given)
    }
    let step = DecodingStep(consumed: Int(taken), produced: Int(given))
    switch Int(code) {
    case registry_isal_goes_on: return (step, .goesOn)
    case registry_isal_ended: return (step, .ended)
    default: return (step, .damaged("not deflate data"))
    }
  }
}
