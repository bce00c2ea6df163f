internal import Formats
internal import ObjectStorage

extension RepairList {
  /// Learns from the lines of several mirrors which objects the source must not spread, since its
  /// content is not that of the majority; they are left out of the list.
  ///
  /// - Parameter path: The file of `mirror verify --objects`; gzip is decompressed.
  /// - Returns: The keys of the objects that are left out, in order.
  /// - Throws: ``MirrorError`` if the file can't be read.
  public mutating func learn(from path: String) async throws(MirrorError) -> [String] {
    var votes = RepairVotes()
    var rest: [UInt8] = []
    do throws(StoreError) {
      let reader = try await Self.reader(path)
      while let more = try await reader.next() {
        rest += more
        for line in Self.complete(&rest) { votes.take(line) }
      }
    } catch {
      throw MirrorError(.usage, saying: "\(path): \(error.detail)")
    }
    votes.take(rest)
    contradicted = votes.contradicted
    return contradicted.sorted()
  }

  /// Reads the lines of a verification and gives those of the list.
  ///
  /// - Parameters:
  ///   - path: The file of `mirror verify --objects`; gzip is decompressed.
  ///   - write: Receives the lines.
  /// - Throws: ``MirrorError`` for the first line that is no object, or what `write` throws.
  public func read(
    _ path: String, write: ([UInt8]) throws(MirrorError) -> Void
  ) async throws(MirrorError) {
    var rest: [UInt8] = []
    var number = 0
    do throws(StoreError) {
      let reader = try await Self.reader(path)
      while let more = try await reader.next() {
        rest += more
        let lines = Self.complete(&rest)
        do throws(MirrorError) {
          try take(lines, &number, path, write)
        } catch {
          throw StoreError(.cancelled, address: "", detail: error.description)
        }
      }
    } catch {
      guard error.code != .cancelled else {
        throw MirrorError(.usage, saying: error.detail)
      }
      throw MirrorError(.usage, saying: "\(path): \(error.detail)")
    }
    try take([rest], &number, path, write)
  }

  private static func reader(_ path: String) async throws(StoreError) -> any ObjectReader {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { String(path[...$0]) } ?? "./"
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    let raw = try await FileStorage(directory, named: name).read(name, .whole)
    guard name.hasSuffix(".gz") else { return raw }
    return DecompressingReader(raw, format: .gzip, address: path)
  }

  /// The complete lines; the rest stays.
  private static func complete(_ rest: inout [UInt8]) -> [[UInt8]] {
    guard let end = rest.lastIndex(of: 0x0A) else { return [] }
    let lines = rest[..<end].split(separator: 0x0A, omittingEmptySubsequences: false)
    rest.removeFirst(end + 1)
    return lines.map(Array.init)
  }

  private func take(
    _ lines: [[UInt8]], _ number: inout Int, _ path: String,
    _ write: ([UInt8]) throws(MirrorError) -> Void
  ) throws(MirrorError) {
    var output: [UInt8] = []
    for line in lines {
      number += 1
      guard !line.isEmpty else { continue }
      do throws(MirrorError) {
        output += try self.lines(for: line)
      } catch {
        throw MirrorError(error.kind, saying: "\(path), line \(number): \(error.description)")
      }
    }
    if !output.isEmpty { try write(output) }
  }
}
