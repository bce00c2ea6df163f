extension Decimal {
  /// Tells whether this is a whole multiple of another number, exactly.
  ///
  /// Nothing but zero is a multiple of zero.
  ///
  /// - Complexity: O(*digits* of both), times the digits of a divisor that has more than 19.
  package func isMultiple(of divisor: Decimal) -> Bool {
    guard digitCount > 0 else { return true }
    guard divisor.digitCount > 0 else { return false }
    // The digits do not end in zero, so only a remaining power of ten can raise them.
    let zeros = exponent - divisor.exponent
    guard zeros >= 0 else { return false }
    guard divisor.digitCount <= Self.shortCount else {
      return isMultiple(ofLong: divisor, zeros: zeros)
    }
    let modulus = divisor.mantissa
    let power = Self.power(of: 10, to: zeros, modulo: modulus)
    return Self.product(remainder(by: modulus), by: power, modulo: modulus) == 0
  }

  private func remainder(by modulus: UInt64) -> UInt64 {
    guard digitCount > Self.shortCount else { return mantissa % modulus }
    var remainder: UInt64 = 0
    for digit in longDigits {
      remainder = Self.product(remainder, by: 10, plus: digit, modulo: modulus)
    }
    return remainder
  }

  private static func product(
    _ left: UInt64, by right: UInt64, plus digit: UInt8 = 0, modulo modulus: UInt64
  ) -> UInt64 {
    let product = UInt128(left) * UInt128(right) + UInt128(digit)
    return UInt64(truncatingIfNeeded: product % UInt128(modulus))
  }

  private static func power(of base: UInt64, to exponent: Int, modulo modulus: UInt64) -> UInt64 {
    var result = 1 % modulus
    var factor = base % modulus
    var left = exponent
    while left > 0 {
      if left & 1 == 1 { result = product(result, by: factor, modulo: modulus) }
      factor = product(factor, by: factor, modulo: modulus)
      left >>= 1
    }
    return result
  }

  private func isMultiple(ofLong divisor: Decimal, zeros: Int) -> Bool {
    let modulus = LongNumber(divisor.longDigits)
    var remainder = LongNumber([])
    for index in 0..<digitCount { remainder.append(digit(index), modulo: modulus) }
    // A divisor of n digits has fewer than 4n factors 2 or 5; more zeros change nothing.
    for _ in 0..<Swift.min(zeros, 4 * divisor.digitCount) where !remainder.isZero {
      remainder.append(0, modulo: modulus)
    }
    return remainder.isZero
  }
}

/// An unsigned integer of any size, with only the operations for a remainder.
private struct LongNumber {
  /// The value in base 2^32, least significant first, without zeros at the end.
  private var limbs: [UInt32] = []

  init(_ digits: [UInt8]) {
    for digit in digits { shiftIn(digit) }
  }

  var isZero: Bool { limbs.isEmpty }

  /// Multiplies by ten, adds a digit, and takes the remainder; this must be below the modulus.
  mutating func append(_ digit: UInt8, modulo modulus: LongNumber) {
    shiftIn(digit)
    while !isBelow(modulus) { subtract(modulus) }
  }

  private mutating func shiftIn(_ digit: UInt8) {
    var carry = UInt64(digit)
    for index in limbs.indices {
      carry += UInt64(limbs[index]) * 10
      limbs[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { limbs.append(UInt32(truncatingIfNeeded: carry)) }
  }

  private func isBelow(_ other: LongNumber) -> Bool {
    guard limbs.count == other.limbs.count else { return limbs.count < other.limbs.count }
    for index in limbs.indices.reversed() where limbs[index] != other.limbs[index] {
      return limbs[index] < other.limbs[index]
    }
    return false
  }

  private mutating func subtract(_ other: LongNumber) {
    var borrow: Int64 = 0
    for index in limbs.indices {
      let part = index < other.limbs.count ? Int64(other.limbs[index]) : 0
      let difference = Int64(limbs[index]) - part - borrow
      borrow = difference < 0 ? 1 : 0
      limbs[index] = UInt32(truncatingIfNeeded: difference)
    }
    while limbs.last == 0 { limbs.removeLast() }
  }
}
