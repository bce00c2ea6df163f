/// Numbers after the letter of a version that tell channels, such as views `cam_v1` to `cam_v3`.
///
/// A new version replaces some files. If nearly every start has a file with each of the same numbers,
/// they are different files, of which none replaces another.
struct ChannelVersions {
  private let group: NameGroup
  private let times: [Int64]

  /// Prepares.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - times: The starts of its keys.
  init(_ group: NameGroup, times: [Int64]) {
    self.group = group
    self.times = times
  }

  /// Whether nearly all starts have the same two numbers or more.
  ///
  /// - Parameter number: The number of the slot.
  /// - Returns: Whether they have.
  func areChannels(_ number: Int) -> Bool {
    guard !group.slots[number].isConstant else { return false }
    var byStart: [Int64: Set<[UInt8]>] = [:]
    for (key, time) in times.enumerated() {
      byStart[time, default: []].insert(Array(group.text(number, of: key)))
    }
    guard byStart.count > 1 else { return false }
    let all = byStart.values.reduce(into: Set<[UInt8]>()) { $0.formUnion($1) }
    let pairs = byStart.values.reduce(0) { $0 + $1.count }
    if 10 * pairs >= 8 * byStart.count * all.count { return all.count > 1 }
    // One start with a further number does not change what all the others say.
    let counts = byStart.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    return counts.contains { $0.key.count > 1 && 10 * $0.value >= 8 * byStart.count }
  }

  /// What a proposal says of a dataset that such a number tells from others.
  ///
  /// - Parameter group: The group of the dataset.
  /// - Returns: The remark, in one line; nil if there is no such number.
  static func remark(on group: NameGroup) -> String? {
    let slot = group.channels.sorted().first { group.slots[$0].mayBeVersion }
    guard let slot else { return nil }
    let text = String(decoding: group.text(slot, of: 0), as: UTF8.self)
    return
      "assumed: \(text) after \(group.slots[slot].word) is no version, since nearly every start "
      + "has files with the same numbers there"
  }
}

extension NameGroup.Slot {
  /// Whether a letter or word before the slot usually means a version: more digits are a counter.
  var mayBeVersion: Bool {
    kind == .version
      || kind == .digits && count <= 4
        && ["r", "v", "rev", "ver", "vers", "version", "revision"].contains(word)
  }
}
