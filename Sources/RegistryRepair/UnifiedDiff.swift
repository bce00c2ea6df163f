internal import Formats
public import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Writes the changes of a file in the unified format, which `patch` and `git apply` read.
struct UnifiedDiff: ~Copyable {
  private let path: String
  private let changes: [LineChange]
  private var old: LineReader
  private var new: LineReader
  private var oldLine = 0
  private var newLine = 0
  private let isForTerminal: Bool
  /// The text not handed on yet.
  private var text: [UInt8] = []
  /// Takes the text piece by piece and returns whether to continue.
  private let output: (Span<UInt8>) -> Bool
  private var isWanted = true

  /// The number of unchanged lines around a change.
  private static let context = 3

  init(
    of path: String, _ changes: [LineChange], old: LocalObject, new: LocalObject,
    isForTerminal: Bool, output: @escaping (Span<UInt8>) -> Bool
  ) {
    self.path = path
    self.changes = changes
    self.old = LineReader(old)
    self.new = LineReader(new)
    self.isForTerminal = isForTerminal
    self.output = output
  }

  /// Writes the diff.
  ///
  /// - Throws: ``StoreError`` when one of the files can't be read.
  consuming func write() throws(StoreError) {
    let name = Self.quoted(path)
    put("--- \(name)\n+++ \(name)\n")
    var index = 0
    while index < changes.count, isWanted {
      guard changes[index].removed + changes[index].added > 0 else { break }
      var end = index + 1
      // Changes with little between them share a hunk.
      while end < changes.count, changes[end].removed + changes[end].added > 0,
        changes[end].kept <= 2 * Self.context
      {
        end += 1
      }
      try write(changes[index..<end], keptBehind: end < changes.count ? changes[end].kept : 0)
      index = end
      if end < changes.count { contextRead = Swift.min(Self.context, changes[end].kept) }
    }
    flush()
  }

  /// The number of kept lines before the next change that were the context after the last hunk.
  private var contextRead = 0

  /// Writes one hunk.
  private mutating func write(
    _ hunk: ArraySlice<LineChange>, keptBehind: Int
  ) throws(StoreError) {
    guard let first = hunk.first else { return }
    let between = first.kept - contextRead
    let before = Swift.min(Self.context, between)
    for _ in 0..<between - before { try pass() }
    let inner = hunk.dropFirst().reduce(0) { $0 + $1.kept }
    let after = Swift.min(Self.context, keptBehind)
    let common = before + inner + after
    let removed = hunk.reduce(common) { $0 + $1.removed }
    let added = hunk.reduce(common) { $0 + $1.added }
    put("@@ -\(Self.range(oldLine, count: removed)) +\(Self.range(newLine, count: added)) @@\n")
    for (number, change) in hunk.enumerated() {
      for _ in 0..<(number == 0 ? before : change.kept) { try keep() }
      for _ in 0..<change.removed { try putOld("-") }
      for _ in 0..<change.added { try putNew("+") }
    }
    for _ in 0..<after { try keep() }
  }

  /// A range of lines; an empty one is named by the line before it.
  private static func range(_ linesBefore: Int, count: Int) -> String {
    "\(count == 0 ? linesBefore : linesBefore + 1),\(count)"
  }
}

// MARK: - Lines

extension UnifiedDiff {
  private mutating func pass() throws(StoreError) {
    _ = try old.next()
    _ = try new.next()
    oldLine += 1
    newLine += 1
  }

  private mutating func keep() throws(StoreError) {
    _ = try new.next()
    newLine += 1
    try putOld(" ")
  }

  private mutating func putOld(_ mark: Character) throws(StoreError) {
    oldLine += 1
    if let line = try old.next() { put(mark, line: line) }
  }

  private mutating func putNew(_ mark: Character) throws(StoreError) {
    newLine += 1
    if let line = try new.next() { put(mark, line: line) }
  }

  private mutating func put(_ mark: Character, line: ArraySlice<UInt8>) {
    guard isWanted else { return }
    text += mark.utf8
    if isForTerminal {
      let content = line.last == 0x0A ? line.dropLast() : line
      text += HarmlessText.of(String(decoding: content, as: UTF8.self)).utf8
      text.append(0x0A)
    } else {
      text += line
      if line.last != 0x0A { text.append(0x0A) }
    }
    if line.last != 0x0A { put("\\ No newline at end of file\n") }
    if text.count >= 256 << 10 { flush() }
  }

  private mutating func put(_ words: String) { text += words.utf8 }

  private mutating func flush() {
    if isWanted { isWanted = output(text.span) }
    text.removeAll(keepingCapacity: true)
  }

  /// The path as `patch` and `git apply` read it: in quotes where it has odd characters.
  private static func quoted(_ path: String) -> String {
    let isOdd = path.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0x22 || $0 == 0x5C }
    guard isOdd else { return path.utf8.contains(0x20) ? path + "\t" : path }
    var text = "\""
    for byte in path.utf8 {
      switch byte {
      case 0x22: text += "\\\""
      case 0x5C: text += "\\\\"
      case 0x20..<0x7F: text += String(decoding: [byte], as: UTF8.self)
      default:
        let digits = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return text + "\""
  }
}

extension MendedFile {
  /// Writes the changes in the unified format, which `patch` and `git apply` read.
  ///
  /// - Parameters:
  ///   - isForTerminal: Whether to escape control characters for a terminal.
  ///   - output: Takes the text piece by piece and returns whether to continue.
  /// - Throws: ``StoreError`` when the old content can't be read again.
  public func writeDiff(
    isForTerminal: Bool = false, to output: @escaping (Span<UInt8>) -> Bool
  ) async throws(StoreError) {
    guard let before = try await old.storage.localObject(old.prefix + key) else {
      throw StoreError(.unsupported, address: uri, detail: "it can't be read a second time")
    }
    var changes = changes ?? []
    if self.changes == nil {
      changes = LineComparison(
        old: try LineReader(before).hashes(), new: try LineReader(content).hashes()
      ).changes()
    }
    let diff = UnifiedDiff(
      of: uri, changes, old: before, new: content,
      isForTerminal: isForTerminal, output: output)
    try diff.write()
  }
}
