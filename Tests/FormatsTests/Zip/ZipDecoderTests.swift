import TestSupport
import Testing

@testable import Formats

@Suite("ZIP archives")
struct ZipDecoderTests {
  static let content = ArchiveSample().content

  /// Archives that hold the same.
  static let sound = [
    ArchiveSample(), ArchiveSample(isDeflated: true),
    ArchiveSample(isDeflated: true, descriptor: .signed),
    ArchiveSample(isDeflated: true, descriptor: .bare),
    ArchiveSample(isDeflated: true, comment: "a comment"),
    ArchiveSample(name: "ünï.csv", flags: 0x800),
  ]

  @Test("give what is in them, in pieces of any size", arguments: sound.indices, [1, 2, 7, 4096])
  func whole(_ number: Int, _ piece: Int) throws {
    let bytes = Self.sound[number].bytes
    #expect(try Decoding.run(bytes, .zip, piece: piece) == Self.content)
    #expect(try Decoding.run(bytes, .zip, piece: piece, room: 3) == Self.content)
  }

  @Test func `that the writer makes are read`() throws {
    for content in [[], Self.content, [UInt8](repeating: 7, count: 1_000_000)] {
      let archive = try ZipWriter.archive(of: content, named: "x.csv")
      #expect(try Decoding.run(archive, .zip) == content)
    }
  }

  /// Archives that are refused.
  static let unsound: [(sample: ArchiveSample, kind: ArchiveFault.Kind)] = [
    (ArchiveSample(checksum: 1), .damaged),
    (ArchiveSample(isDeflated: true, checksum: 1), .damaged),
    (ArchiveSample(isDeflated: true, descriptor: .signed, checksum: 1), .damaged),
    (ArchiveSample(isDeflated: true, size: 3), .damaged),
    (ArchiveSample(extraMembers: 1), .unsupported),
    (ArchiveSample(flags: 1), .unsupported), (ArchiveSample(descriptor: .signed), .unsupported),
    (ArchiveSample(name: "../../etc/passwd"), .unsupported),
    (ArchiveSample(name: "/abs"), .unsupported),
    (ArchiveSample(name: "dir/"), .unsupported), (ArchiveSample(name: "a\u{1B}[2J"), .unsupported),
    (ArchiveSample(trailing: [1]), .damaged),
  ]

  @Test("that contradict themselves are refused", arguments: unsound.indices)
  func refused(_ number: Int) {
    let example = Self.unsound[number]
    for piece in [1, 4096] {
      let fault = #expect(throws: ArchiveFault.self) {
        try Decoding.run(example.sample.bytes, .zip, piece: piece)
      }
      // An extra member, or a name, may also count as damage: it is never accepted.
      if example.kind == .damaged { #expect(fault?.kind == .damaged) }
    }
  }

  @Test("that are truncated never count as complete", arguments: sound.indices)
  func truncation(_ number: Int) {
    let bytes = Self.sound[number].bytes
    for count in 0..<bytes.count {
      #expect(throws: ArchiveFault.self) { try Decoding.run(Array(bytes[..<count]), .zip) }
    }
  }

  @Test("with one changed byte never give other rows", arguments: sound.indices)
  func mutation(_ number: Int) {
    let bytes = Self.sound[number].bytes
    for index in bytes.indices {
      for change: UInt8 in [0x01, 0x80, 0xFF] {
        var changed = bytes
        changed[index] ^= change
        guard let found = try? Decoding.run(changed, .zip) else { continue }
        #expect(found == Self.content)
      }
    }
  }

  @Test func `that grow beyond the limit are refused at once`() throws {
    let archive = try ZipWriter.archive(
      of: [UInt8](repeating: 0, count: 40 << 20), named: "bomb.csv", level: 9)
    let fault = #expect(throws: ArchiveFault.self) {
      try Decoding.run(archive, .zip, room: 1 << 16)
    }
    #expect(fault?.kind == .tooLarge)
    let small = ArchiveLimits(output: 1000)
    let other = try ZipWriter.archive(of: [UInt8](repeating: 1, count: 2000), named: "x")
    #expect(throws: ArchiveFault.self) { try Decoding.run(other, .zip, limits: small) }
  }

  @Test(
    "that are not archives are refused",
    arguments: ["", "P", "PK", "start,stop\n", "\u{0}\u{0}\u{0}\u{0}\u{0}"])
  func noArchive(_ text: String) {
    #expect(throws: ArchiveFault.self) { try Decoding.run(Array(text.utf8), .zip) }
    #expect(throws: ArchiveFault.self) { try Decoding.run(Array(text.utf8), .gzip) }
  }
}

@Suite("GZIP")
struct GzipDecoderTests {
  static let content = Array(String(repeating: "2015-01-01T00:00:00Z,x\n", count: 40).utf8)

  /// One member, with what its flags promise between header and data.
  static func member(
    flags: UInt8 = 0, _ between: [UInt8] = [], _ content: [UInt8] = content
  ) -> [UInt8] {
    var output: [UInt8] = [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 0xFF] + between
    var deflater = Deflater(level: 6)
    _ = deflater.deflate(content.span, isLast: true, into: &output)
    var sum = Checksum32()
    sum.add(content.span)
    output.append(number: sum.value, bytes: 4)
    output.append(number: content.count, bytes: 4)
    return output
  }

  static let sound: [(bytes: [UInt8], content: [UInt8])] = [
    (member(), content), (member(flags: 8, Array("name\0".utf8)), content),
    (member(flags: 16, Array("comment\0".utf8)), content),
    (member(flags: 4, [3, 0, 1, 2, 3]), content),
    (member() + member(), content + content), (member(flags: 0, [], []), []),
    (member(flags: 28, [1, 0, 9] + Array("n\0c\0".utf8)), content),
  ]

  @Test("gives what is in it, in pieces of any size", arguments: sound.indices, [1, 3, 4096])
  func whole(_ number: Int, _ piece: Int) throws {
    let example = Self.sound[number]
    for isHasty in [false, true] {
      let found = try Decoding.run(example.bytes, .gzip, piece: piece, isHasty: isHasty)
      #expect(found == example.content)
      let bitwise = try Decoding.run(
        example.bytes, .gzip, piece: piece, room: 1, isHasty: isHasty)
      #expect(bitwise == example.content)
    }
  }

  @Test(
    "that is truncated never counts as complete, except between members", arguments: sound.indices)
  func truncation(_ number: Int) throws {
    let example = Self.sound[number]
    let border = Self.member().count
    for count in 0..<example.bytes.count where number != 4 || count != border {
      for isHasty in [false, true] {
        #expect(throws: ArchiveFault.self) {
          try Decoding.run(Array(example.bytes[..<count]), .gzip, isHasty: isHasty)
        }
      }
    }
  }

  @Test(
    "with one changed byte never gives other text", arguments: [false, true], [1, 2, 3, 13, 4096])
  func change(_ isHasty: Bool, _ piece: Int) {
    let bytes = Self.member()
    for index in bytes.indices {
      for change: UInt8 in [0x01, 0x80, 0xFF] {
        var changed = bytes
        changed[index] ^= change
        guard
          let found = try? Decoding.run(changed, .gzip, piece: piece, room: 7, isHasty: isHasty)
        else { continue }
        #expect(found == Self.content)
      }
    }
  }

  @Test("with a wrong checksum or size is refused in the same words", arguments: [1, 5])
  func trailer(_ distance: Int) throws {
    var bytes = Self.member()
    bytes[bytes.count - distance] ^= 1
    var faults: [String] = []
    for isHasty in [false, true] {
      do throws(ArchiveFault) {
        _ = try Decoding.run(bytes, .gzip, piece: 100, isHasty: isHasty)
      } catch {
        faults.append("\(error)")
      }
    }
    try #require(faults.count == 2)
    #expect(faults[0] == faults[1])
  }

  @Test func `of a long text gives it, and ends at the limit`() throws {
    var generator = SeededGenerator(seed: 3)
    let content = (0..<300_000).map { _ in UInt8.random(in: 0..<60, using: &generator) }
    let bytes =
      Self.member(flags: 0, [], content)
      + Self.member(flags: 0, [], [UInt8](repeating: 7, count: 3_000_000))
    for isHasty in [false, true] {
      for piece in [999, 65_536] {
        let found = try Decoding.run(bytes, .gzip, piece: piece, room: 50_000, isHasty: isHasty)
        #expect(found.count == 3_300_000)
        #expect(found.starts(with: content))
      }
      #expect(throws: ArchiveFault.self) {
        var limits = ArchiveLimits()
        limits.output = 1_000_000
        _ = try Decoding.run(bytes, .gzip, limits: limits, isHasty: isHasty)
      }
    }
  }

  @Test func `followed by something else is refused`() {
    for trailing: [UInt8] in [[0], [1], Array("PK".utf8)] {
      for isHasty in [false, true] {
        #expect(throws: ArchiveFault.self) {
          try Decoding.run(Self.member() + trailing, .gzip, isHasty: isHasty)
        }
      }
    }
  }
}
