import Formats
import FoundationEssentials

/// In how many places two trees of files differ.
struct TreeDifference {
  /// The places, in words.
  private(set) var places: [String] = []

  /// Compares two folders.
  init(_ left: String, _ right: String) throws {
    let left = try Self.files(left)
    let right = try Self.files(right)
    var gone = left.filter { right[$0.key] == nil }
    var folders: Set<String> = []
    for (name, bytes) in right.sorted(by: { $0.key < $1.key }) {
      guard let other = left[name] else {
        // A renamed or differently packed file is one change.
        if let old = gone.first(where: { $0.value == bytes || Self.isSameStem($0.key, name) })?.key
        {
          gone[old] = nil
          places.append("\(old) became \(name)")
        } else if folders.insert(name.split(separator: "/").dropLast().joined()).inserted {
          // So are several files that were added to one folder.
          places.append("\(name) came")
        }
        continue
      }
      if other != bytes { places += FileDifference(other, bytes).places.map { "\(name): \($0)" } }
    }
    places += gone.keys.sorted().map { "\($0) went" }
  }

  private static func isSameStem(_ left: String, _ right: String) -> Bool {
    guard let one = left.firstRange(of: ".csv"), let other = right.firstRange(of: ".csv") else {
      return false
    }
    return left[..<one.lowerBound] == right[..<other.lowerBound]
  }

  private static func files(_ path: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      var isDirectory = false
      let file = path + "/" + name
      guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory), !isDirectory
      else { continue }
      files[name] = Array(try Data(contentsOf: URL(filePath: file)))
    }
    return files
  }
}

/// In how many places two texts differ.
struct FileDifference {
  /// The places, in words.
  let places: [String]

  /// Compares two texts by values, if they are JSON, and by lines; the smaller count wins.
  init(_ left: [UInt8], _ right: [UInt8]) {
    let lines = Self.areSameLines(left, right) ? ["lines moved"] : Self.hunks(left, right)
    guard let one = try? JSONParser.parse(left).root, let other = try? JSONParser.parse(right).root
    else {
      places = lines
      return
    }
    let values = Self.values(one, other, "")
    places = values.isEmpty || lines.count < values.count ? lines : values
  }

  /// Whether two texts have the same lines in another order.
  private static func areSameLines(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    func lines(_ text: [UInt8]) -> [String] {
      text.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }.sorted()
    }
    return lines(left) == lines(right)
  }

  private static func values(_ left: Node, _ right: Node, _ pointer: String) -> [String] {
    guard left.kind == right.kind else { return [pointer] }
    switch left.kind {
    case .object: return members(left, right, pointer)
    case .array:
      let (one, other) = (Array(left.elements), Array(right.elements))
      if one.count == other.count {
        return zip(one, other).enumerated().flatMap { values($1.0, $1.1, "\(pointer)/\($0)") }
      }
      let (short, long) = one.count < other.count ? (one, other) : (other, one)
      let isOneMore =
        long.count == short.count + 1
        && long.indices.contains { index in
          var rest = long
          rest.remove(at: index)
          return zip(short, rest).allSatisfy { values($0, $1, "").isEmpty }
        }
      return isOneMore ? [pointer] : [pointer, pointer + "/…"]
    default: return left.text == right.text ? [] : [pointer]
    }
  }

  private static func members(_ left: Node, _ right: Node, _ pointer: String) -> [String] {
    var places: [String] = []
    var gone: [Node.Member] = []
    for member in left.members {
      let name = member.key.text
      if let other = right[name] {
        places += values(member.value, other, "\(pointer)/\(name)")
      } else {
        gone.append(member)
      }
    }
    var came = right.members.filter { left[$0.key.text] == nil }
    // A renamed member is one change.
    gone.removeAll { member in
      guard let index = came.firstIndex(where: { values(member.value, $0.value, "").isEmpty })
      else { return false }
      came.remove(at: index)
      places.append("\(pointer)/\(member.key.text)")
      return true
    }
    return places + (gone + came).map { "\(pointer)/\($0.key.text)" }
  }

  /// The runs of lines that differ.
  private static func hunks(_ left: [UInt8], _ right: [UInt8]) -> [String] {
    let one = left.split(separator: 0x0A, omittingEmptySubsequences: false)
    let other = right.split(separator: 0x0A, omittingEmptySubsequences: false)
    let difference = other.difference(from: one)
    let removed = difference.removals.map { Self.offset($0) }
    let inserted = difference.insertions.map { Self.offset($0) }
    // Both sides are walked together; everything between two equal lines is one place.
    var places: [String] = []
    var (i, j) = (0, 0)
    let (gone, came) = (Set(removed), Set(inserted))
    while i < one.count || j < other.count {
      guard gone.contains(i) || came.contains(j) else {
        i += 1
        j += 1
        continue
      }
      places.append("line \(j + 1)")
      while gone.contains(i) || came.contains(j) {
        if gone.contains(i) { i += 1 }
        if came.contains(j) { j += 1 }
      }
    }
    return places
  }

  private static func offset<Element>(
    _ change: CollectionDifference<Element>.Change
  ) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
