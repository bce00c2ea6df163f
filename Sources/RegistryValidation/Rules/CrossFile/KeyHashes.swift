internal import Formats

/// The hashes of many datakeys, 8 bytes each, to find those that repeat.
struct KeyHashes {
  private var hashes: [UInt64] = []
  /// Makes the hashes unpredictable.
  let seed: UInt64

  /// Makes room.
  ///
  /// - Parameters:
  ///   - capacity: How many keys there will be.
  ///   - seed: Makes the hashes unpredictable.
  init(capacity: Int, seed: UInt64) {
    hashes.reserveCapacity(capacity)
    self.seed = seed
  }

  /// Adds a key.
  mutating func add(_ key: Span<UInt8>) { hashes.append(hash(key)) }

  /// The hash of a key; equal keys have equal hashes, different ones almost never.
  func hash(_ key: Span<UInt8>) -> UInt64 {
    var state = seed ^ UInt64(key.count) &* 0x9E37_79B9_7F4A_7C15
    var index = 0
    while index + 8 <= key.count {
      state = Self.mix(state ^ ByteWord(key, at: index).bits)
      index += 8
    }
    var rest: UInt64 = 0
    while index < key.count {
      rest = rest << 8 | UInt64(key[index])
      index += 1
    }
    return Self.mix(state ^ rest)
  }

  @inline(__always)
  private static func mix(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low ^ word &<< 32
  }

  /// Returns the hashes that repeat, in ascending order, and drops all others.
  ///
  /// Sorts in place, so it needs no more memory than the hashes.
  mutating func takeRepeated() -> [UInt64] {
    // Taken out, since sorting a shared array would copy it.
    var hashes: [UInt64] = []
    swap(&hashes, &self.hashes)
    Self.sort(&hashes)
    var repeated: [UInt64] = []
    for index in hashes.indices.dropFirst()
    where hashes[index] == hashes[index - 1] && repeated.last != hashes[index] {
      repeated.append(hashes[index])
    }
    return repeated
  }

  /// Sorts in place by the highest byte, then sorts each part.
  static func sort(_ hashes: inout [UInt64]) {
    var span = hashes.mutableSpan
    sort(&span, 0..<span.count, shift: 56)
  }

  private static func sort(_ hashes: inout MutableSpan<UInt64>, _ part: Range<Int>, shift: UInt64) {
    guard part.count > 64 else { return insertionSort(&hashes, part) }
    var ends = [Int](repeating: 0, count: 256)
    for index in part { ends[Int(hashes[index] >> shift & 255)] += 1 }
    var starts = [Int](repeating: 0, count: 256)
    var sum = part.lowerBound
    for digit in 0..<256 {
      starts[digit] = sum
      sum += ends[digit]
      ends[digit] = sum
    }
    let first = starts
    for digit in 0..<256 {
      while starts[digit] < ends[digit] {
        var hash = hashes[starts[digit]]
        var target = Int(hash >> shift & 255)
        while target != digit {
          let place = starts[target]
          (hash, hashes[place]) = (hashes[place], hash)
          starts[target] += 1
          target = Int(hash >> shift & 255)
        }
        hashes[starts[digit]] = hash
        starts[digit] += 1
      }
    }
    guard shift > 0 else { return }
    for digit in 0..<256 where ends[digit] - first[digit] > 1 {
      sort(&hashes, first[digit]..<ends[digit], shift: shift - 8)
    }
  }

  private static func insertionSort(_ hashes: inout MutableSpan<UInt64>, _ part: Range<Int>) {
    for index in part.dropFirst() {
      let hash = hashes[index]
      var place = index
      while place > part.lowerBound, hashes[place - 1] > hash {
        hashes[place] = hashes[place - 1]
        place -= 1
      }
      hashes[place] = hash
    }
  }
}
