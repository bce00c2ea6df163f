@testable import Formats

/// Archives made by hand, so that each part of them can be wrong.
struct ArchiveSample {
  var name = "ds_2015.csv"
  var content = Array("2015-01-01T00:00:00Z,2015-01-02T00:00:00Z,s3://b/ds/a.cdf,1\n".utf8)
  var isDeflated = false
  /// Whether sizes and checksum come after the data; with a signature or without.
  var descriptor: Descriptor?
  var flags = 0
  var checksum: UInt32?
  var size: Int?
  var comment = ""
  var extraMembers = 0
  var trailing: [UInt8] = []

  enum Descriptor {
    case signed
    case bare
  }

  /// The bytes of the archive.
  var bytes: [UInt8] {
    var data = content
    if isDeflated {
      data = []
      var deflater = Deflater(level: 6)
      _ = deflater.deflate(content.span, isLast: true, into: &data)
    }
    var sum = Checksum32()
    sum.add(content.span)
    let checksum = checksum ?? sum.value
    let flags = flags | (descriptor == nil ? 0 : 8)
    func common(_ isLocal: Bool) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.append(number: 20, bytes: 2)
      bytes.append(number: flags, bytes: 2)
      bytes.append(number: isDeflated ? 8 : 0, bytes: 2)
      bytes.append(number: 0, bytes: 4)
      let isHidden = isLocal && descriptor != nil
      bytes.append(number: isHidden ? 0 : checksum, bytes: 4)
      bytes.append(number: isHidden ? 0 : data.count, bytes: 4)
      bytes.append(number: isHidden ? 0 : size ?? content.count, bytes: 4)
      bytes.append(number: name.utf8.count, bytes: 2)
      bytes.append(number: 0, bytes: 2)
      return bytes
    }
    var archive: [UInt8] = []
    for _ in 0...extraMembers {
      archive.append(number: ZipSignature.localHeader, bytes: 4)
      archive += common(true) + Array(name.utf8) + data
      if let descriptor {
        if descriptor == .signed { archive.append(number: ZipSignature.descriptor, bytes: 4) }
        archive.append(number: checksum, bytes: 4)
        archive.append(number: data.count, bytes: 4)
        archive.append(number: size ?? content.count, bytes: 4)
      }
    }
    let start = archive.count
    for _ in 0...extraMembers {
      archive.append(number: ZipSignature.centralHeader, bytes: 4)
      archive.append(number: 20, bytes: 2)
      archive += common(false) + [UInt8](repeating: 0, count: 14) + Array(name.utf8)
    }
    let directory = archive.count - start
    archive.append(number: ZipSignature.end, bytes: 4)
    archive.append(number: 0, bytes: 4)
    archive.append(number: 1 + extraMembers, bytes: 2)
    archive.append(number: 1 + extraMembers, bytes: 2)
    archive.append(number: directory, bytes: 4)
    archive.append(number: start, bytes: 4)
    archive.append(number: comment.utf8.count, bytes: 2)
    return archive + Array(comment.utf8) + trailing
  }
}

/// Decodes bytes in pieces.
enum Decoding {
  /// Decodes bytes.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - format: Their format.
  ///   - piece: How many are given at a time.
  ///   - room: The maximum output at a time.
  ///   - limits: How much output is allowed.
  ///   - isHasty: Whether to use the fastest library.
  /// - Returns: The decoded bytes.
  /// - Throws: ``ArchiveFault``.
  static func run(
    _ bytes: [UInt8], _ format: ArchiveFormat, piece: Int = 4096, room: Int = 4096,
    limits: ArchiveLimits = ArchiveLimits(), isHasty: Bool = false
  ) throws(ArchiveFault) -> [UInt8] {
    let decoder = format.makeDecoder(limits: limits, isHasty: isHasty)
    var output = [UInt8](repeating: 0, count: room)
    var result: [UInt8] = []
    var position = 0
    while true {
      let input = bytes[position..<Swift.min(position + piece, bytes.count)]
      let step = try unsafe output.withUnsafeMutableBufferPointer {
        (buffer) throws(ArchiveFault) -> DecodingStep in
        unsafe try decoder.decode(input.span, into: UnsafeMutableRawBufferPointer(buffer))
      }
      result += output[..<step.produced]
      position += step.consumed
      if position == bytes.count, step.produced < room { break }
    }
    try decoder.finish()
    return result
  }
}
