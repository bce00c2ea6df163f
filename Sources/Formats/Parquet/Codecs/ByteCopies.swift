extension MutableSpan where Element == UInt8 {
  /// Copies bytes from another place.
  ///
  /// - Precondition: Both places exist.
  @inline(__always) mutating func copy(
    from source: Span<UInt8>, at start: Int, to target: Int, count: Int
  ) {
    precondition(
      start >= 0 && target >= 0 && count >= 0 && count <= source.count - start
        && count <= self.count - target)
    unsafe source.withUnsafeBytes { source in
      unsafe withUnsafeMutableBytes { bytes in
        guard let sourceBase = source.baseAddress, let base = bytes.baseAddress else { return }
        let (from, to) = unsafe (sourceBase + start, base + target)
        // Most pieces are short, and a call costs more than the copy.
        if count <= 16, source.count - start >= 16, bytes.count - target >= 16 {
          let piece = unsafe from.loadUnaligned(as: SIMD16<UInt8>.self)
          unsafe to.storeBytes(of: piece, as: SIMD16<UInt8>.self)
        } else {
          unsafe to.copyMemory(from: from, byteCount: count)
        }
      }
    }
  }

  /// Repeats bytes that were written before; the two places may overlap, so that a pattern recurs.
  ///
  /// - Precondition: Both places exist, and the distance is at least 1.
  @inline(__always) mutating func repeatBytes(at target: Int, distance: Int, count: Int) {
    precondition(
      distance >= 1 && distance <= target && count >= 0 && count <= self.count - target)
    unsafe withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      let to = unsafe base + target
      let from = unsafe to - distance
      // Copies may write after their end, but not after the end of the output.
      if distance >= 16, bytes.count - target >= count + 15 {
        var done = 0
        while done < count {
          let piece = unsafe (from + done).loadUnaligned(as: SIMD16<UInt8>.self)
          unsafe (to + done).storeBytes(of: piece, as: SIMD16<UInt8>.self)
          done += 16
        }
      } else if distance >= 8, bytes.count - target >= count + 7 {
        var done = 0
        while done < count {
          let piece = unsafe (from + done).loadUnaligned(as: UInt64.self)
          unsafe (to + done).storeBytes(of: piece, as: UInt64.self)
          done += 8
        }
      } else {
        for index in 0..<count { unsafe bytes[target + index] = bytes[target - distance + index] }
      }
    }
  }
}
