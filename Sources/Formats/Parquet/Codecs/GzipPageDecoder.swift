internal import CZlib

/// Owns one zlib decompressor for complete pages, with the headers of gzip or zlib.
@safe struct GzipPageDecoder: ~Copyable {
  /// The state of zlib points back to it, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let isReady: Bool

  /// Prepares for pages.
  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    isReady = unsafe registry_inflate_members_begin(stream) == Z_OK
  }

  deinit {
    if isReady { unsafe _ = inflateEnd(stream) }
    unsafe stream.deallocate()
  }

  /// Decodes members.
  ///
  /// - Parameters:
  ///   - input: The members, at least one.
  ///   - output: Receives the bytes.
  ///   - range: The place for exactly all.
  /// - Returns: What is wrong; nil if the output was filled.
  mutating func decode(
    _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, in range: Range<Int>
  ) -> String? {
    guard isReady else { return "there is no memory to decompress it" }
    // zlib counts in 32 bits.
    guard input.count < 1 << 31, range.count < 1 << 31 else { return "it is too large" }
    return unsafe output.withUnsafeMutableBytes { output in
      let output = unsafe UnsafeMutableRawBufferPointer(rebasing: output[range])
      return unsafe input.withUnsafeBufferPointer { input in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(input.count)
        unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = UInt32(range.count)
        return inflateMembers(of: range.count)
      }
    }
  }

  private func inflateMembers(of count: Int) -> String? {
    repeat {
      unsafe _ = inflateReset(stream)
      let code = unsafe CZlib.inflate(stream, Z_FINISH)
      let written = unsafe count - Int(stream.pointee.avail_out)
      guard code == Z_STREAM_END else {
        if let message = unsafe stream.pointee.msg { return unsafe String(cString: message) }
        return "it does not end after \(written) bytes"
      }
    } while unsafe stream.pointee.avail_in > 0
    let left = unsafe stream.pointee.avail_out
    return left == 0 ? nil : "it ends after \(count - Int(left)) of \(count) bytes"
  }
}
