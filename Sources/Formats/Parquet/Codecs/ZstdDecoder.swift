internal import CZstd

/// Owns one Zstandard decompressor.
@safe struct ZstdDecoder: ~Copyable {
  private let context: OpaquePointer?

  /// Prepares for pages.
  init() { unsafe context = ZSTD_createDCtx() }

  deinit { unsafe _ = ZSTD_freeDCtx(context) }

  /// Decodes frames.
  ///
  /// - Parameters:
  ///   - input: The frames.
  ///   - output: Receives the bytes.
  ///   - range: The place for exactly all.
  /// - Returns: What is wrong; nil if the output was filled.
  mutating func decode(
    _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, in range: Range<Int>
  ) -> String? {
    guard let context = unsafe context else { return "there is no memory to decompress it" }
    let code = unsafe output.withUnsafeMutableBytes { output in
      let output = unsafe UnsafeMutableRawBufferPointer(rebasing: output[range])
      return unsafe input.withUnsafeBytes { input in
        unsafe ZSTD_decompressDCtx(
          context, output.baseAddress, range.count, input.baseAddress, input.count)
      }
    }
    if ZSTD_isError(code) != 0 { return unsafe String(cString: ZSTD_getErrorName(code)) }
    return code == range.count ? nil : "it has \(code) bytes, but the page \(range.count)"
  }
}

/// Owns one Zstandard compressor.
@safe struct ZstdEncoder: ~Copyable {
  private let context: OpaquePointer?
  private let level: Int32

  /// Prepares for pages.
  ///
  /// - Parameter level: From 1, fast, to 22, small.
  init(level: Int) {
    unsafe context = ZSTD_createCCtx()
    self.level = Int32(Swift.max(1, Swift.min(22, level)))
  }

  deinit { unsafe _ = ZSTD_freeCCtx(context) }

  /// Compresses bytes and appends the frame.
  ///
  /// - Returns: Whether there was enough memory.
  mutating func encode(_ input: Span<UInt8>, into output: inout [UInt8]) -> Bool {
    guard let context = unsafe context else { return false }
    let room = ZSTD_compressBound(input.count)
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: room))
    let code = unsafe output.withUnsafeMutableBytes { output in
      unsafe input.withUnsafeBytes { input in
        unsafe ZSTD_compressCCtx(
          context, output.baseAddress.map { unsafe $0 + start }, room, input.baseAddress,
          input.count, level)
      }
    }
    if ZSTD_isError(code) != 0 { return false }
    output.removeLast(room - code)
    return true
  }
}
