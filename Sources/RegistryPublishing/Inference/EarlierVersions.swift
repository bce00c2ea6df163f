/// Files of a proposed dataset that a later version replaces.
enum EarlierVersions {
  /// Counts the keys that differ from another one only in their versions.
  ///
  /// - Parameters:
  ///   - slots: The slots of versions.
  ///   - group: The group.
  /// - Returns: The number of keys of which only the latest of each file is left.
  static func count(by slots: Set<Int>, in group: NameGroup) -> Int {
    let others = group.slots.indices.filter {
      !slots.contains($0) && !group.slots[$0].isConstant
    }
    guard slots.contains(where: { !group.slots[$0].isConstant }) else { return 0 }
    let files = Set(
      group.keys.indices.map { key in others.map { Array(group.text($0, of: key)) } })
    return group.keys.count - files.count
  }
}
