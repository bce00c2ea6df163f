internal import CZlib

/// Owns one zlib decompressor, for plain deflate data.
///
/// Only this file, ``Deflater`` and ``Checksum32`` use zlib.
@safe struct Inflater: ~Copyable {
  /// The result for a piece of data.
  enum Outcome {
    /// The input is used up or the output is full.
    case goesOn
    /// The data are at their end.
    case ended
    /// The data are not deflate data.
    case damaged(String)
  }

  /// The state of zlib points back to it, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let isReady: Bool

  /// Prepares for a stream.
  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    isReady = unsafe registry_inflate_begin(stream) == Z_OK
  }

  deinit {
    if isReady { unsafe _ = inflateEnd(stream) }
    unsafe stream.deallocate()
  }

  /// Prepares for another stream.
  mutating func reset() {
    if isReady { unsafe _ = inflateReset(stream) }
  }

  /// Decompresses until the input is used up, the output is full or the data end.
  mutating func inflate(
    _ input: Span<UInt8>, into output: UnsafeMutableRawBufferPointer
  ) -> (step: DecodingStep, outcome: Outcome) {
    guard isReady else { return (DecodingStep(), .damaged("there is no memory to decompress it")) }
    // zlib counts in 32 bits.
    let most = 1 << 30
    let inputCount = Swift.min(input.count, most)
    let outputCount = Swift.min(output.count, most)
    let code = unsafe input.withUnsafeBufferPointer { bytes -> Int32 in
      unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(mutating: bytes.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(inputCount)
      unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      unsafe stream.pointee.avail_out = UInt32(outputCount)
      return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
    }
    let step = unsafe DecodingStep(
      consumed: inputCount - Int(stream.pointee.avail_in),
      produced: outputCount - Int(stream.pointee.avail_out))
    return (step, outcome(code))
  }

  private func outcome(_ code: Int32) -> Outcome {
    switch code {
    // Z_BUF_ERROR only says that no progress was possible.
    case Z_OK, Z_BUF_ERROR: return .goesOn
    case Z_STREAM_END: return .ended
    case Z_MEM_ERROR: return .damaged("there is no memory to decompress it")
    default:
      guard let message = unsafe stream.pointee.msg else { return .damaged("not deflate data") }
      return .damaged(unsafe String(cString: message))
    }
  }
}
