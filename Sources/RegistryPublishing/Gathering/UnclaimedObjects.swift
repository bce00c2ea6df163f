internal import Formats

/// The objects of the sources that are not files of datasets, by the hashes of their datakeys.
///
/// A row without a file among those of its dataset may still have its object in the bucket: then the
/// file is not gone.
struct UnclaimedObjects: Sendable {
  /// The hashes, in order after ``sort()``; the lowest bit says whether the object is empty.
  private var hashes: [UInt64] = []
  /// How many objects did not fit.
  private(set) var rest = 0

  /// The maximum number of objects, which take 8 bytes each.
  static let limit = 16 << 20

  /// Adds an object.
  ///
  /// - Parameters:
  ///   - datakey: Its address.
  ///   - isEmpty: Whether it has 0 bytes.
  mutating func add(_ datakey: [UInt8], isEmpty: Bool) {
    if hashes.count < Self.limit {
      hashes.append(Self.hash(datakey) | (isEmpty ? 1 : 0))
    } else {
      rest += 1
    }
  }

  /// Adds the objects of later keys.
  mutating func add(_ other: UnclaimedObjects) {
    let room = min(other.hashes.count, Self.limit - hashes.count)
    hashes += other.hashes[..<room]
    rest += other.rest + other.hashes.count - room
  }

  /// Sorts the objects, so that they can be found.
  mutating func sort() { hashes.sort() }

  /// The state of a row's file that is not among the files of its dataset.
  ///
  /// - Parameter datakey: The datakey of the row.
  /// - Returns: The state. An object that is listed with and without bytes is not empty.
  func state(of datakey: [UInt8]) -> UnindexedState {
    let hash = Self.hash(datakey)
    var (low, high) = (0, hashes.count)
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    guard low < hashes.count, hashes[low] | 1 == hash | 1 else { return .gone }
    return hashes[low] & 1 == 0 ? .unclaimed : .empty
  }

  private static func hash(_ datakey: [UInt8]) -> UInt64 { datakey.stableHash << 1 }
}
