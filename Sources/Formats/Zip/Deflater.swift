internal import CZlib

/// Owns one zlib compressor, which makes plain deflate data.
@safe package struct Deflater: ~Copyable {
  /// The state of zlib points back to it, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let isReady: Bool
  private var room = [UInt8](repeating: 0, count: 64 << 10)

  /// Prepares for a stream.
  ///
  /// - Parameter level: From 0, no compression, to 9, the best compression.
  package init(level: Int) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    isReady =
      unsafe registry_deflate_begin(stream, Int32(Swift.max(0, Swift.min(9, level)))) == Z_OK
  }

  deinit {
    if isReady { unsafe _ = deflateEnd(stream) }
    unsafe stream.deallocate()
  }

  /// Compresses bytes and appends the output.
  ///
  /// - Parameters:
  ///   - input: The bytes.
  ///   - isLast: Whether the data end with them.
  ///   - output: Receives the output.
  /// - Returns: Whether there was enough memory.
  package mutating func deflate(
    _ input: Span<UInt8>, isLast: Bool, into output: inout [UInt8]
  ) -> Bool {
    guard isReady else { return false }
    var rest = input
    repeat {
      let piece = rest.extracting(first: Swift.min(rest.count, 1 << 30))
      rest = rest.extracting(droppingFirst: piece.count)
      deflatePiece(piece, flush: isLast && rest.isEmpty ? Z_FINISH : Z_NO_FLUSH, into: &output)
    } while !rest.isEmpty
    return true
  }

  private mutating func deflatePiece(_ input: Span<UInt8>, flush: Int32, into output: inout [UInt8])
  {
    unsafe input.withUnsafeBufferPointer { bytes in
      unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(mutating: bytes.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(bytes.count)
      var isFull = true
      while isFull {
        let left = unsafe room.withUnsafeMutableBufferPointer { room -> Int in
          unsafe stream.pointee.next_out = room.baseAddress
          unsafe stream.pointee.avail_out = UInt32(room.count)
          unsafe _ = CZlib.deflate(stream, flush)
          return unsafe Int(stream.pointee.avail_out)
        }
        output.append(contentsOf: room[..<(room.count - left)])
        isFull = left == 0
      }
    }
  }
}
