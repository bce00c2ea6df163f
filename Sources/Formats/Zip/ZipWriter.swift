/// Writes a ZIP archive of one member from its first byte to its last.
///
/// Sizes and checksum come after the data, so that nothing has to be rewritten. The same
/// content gives the same bytes: there is no date but 1980-01-01, and no extra field. (Another
/// version of zlib may compress differently.)
package struct ZipWriter: ~Copyable {
  private let name: [UInt8]
  private var deflater: Deflater
  private var checksum = Checksum32()
  private var size = 0
  /// The number of bytes written so far.
  private var written = 0
  private var dataStart = 0

  /// The largest size in 32 bits.
  private static let largest = Int(UInt32.max) - 1

  /// Starts an archive; writes nothing yet.
  ///
  /// - Parameters:
  ///   - name: The name of the member, of at most 65535 bytes.
  ///   - level: From 0, no compression, to 9, the best compression.
  package init(memberName name: String, level: Int = 6) {
    precondition(name.utf8.count <= 0xFFFF, "the name of a member is too long")
    self.name = Array(name.utf8)
    deflater = Deflater(level: level)
  }

  /// Compresses bytes of the member.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - output: Receives the next bytes of the archive.
  /// - Throws: ``ArchiveFault`` when the archive would grow beyond 4 GiB.
  package mutating func append(
    _ bytes: Span<UInt8>, to output: inout [UInt8]
  ) throws(ArchiveFault) {
    try compress(bytes, isLast: false, into: &output)
  }

  /// Ends the archive.
  ///
  /// - Parameter output: Receives the rest.
  /// - Throws: ``ArchiveFault`` when the archive would grow beyond 4 GiB.
  package consuming func finish(into output: inout [UInt8]) throws(ArchiveFault) {
    let nothing: [UInt8] = []
    try compress(nothing.span, isLast: true, into: &output)
    let dataSize = written - dataStart
    var tail: [UInt8] = []
    tail.append(number: ZipSignature.descriptor, bytes: 4)
    appendSizes(dataSize, to: &tail)
    let directoryStart = written + tail.count
    tail.append(number: ZipSignature.centralHeader, bytes: 4)
    tail.append(number: 20, bytes: 2)
    appendCommonFields(dataSize, to: &tail)
    // Neither comment nor attributes; the member begins at byte 0.
    tail.append(number: 0, bytes: 14)
    tail += name
    let directorySize = written + tail.count - directoryStart
    tail.append(number: ZipSignature.end, bytes: 4)
    tail.append(number: 0, bytes: 4)
    tail.append(number: 1, bytes: 2)
    tail.append(number: 1, bytes: 2)
    tail.append(number: directorySize, bytes: 4)
    tail.append(number: directoryStart, bytes: 4)
    tail.append(number: 0, bytes: 2)
    output += tail
  }

  /// Makes an archive of bytes in memory.
  ///
  /// - Parameters:
  ///   - bytes: The bytes of the member.
  ///   - name: Its name.
  ///   - level: From 0, no compression, to 9, the best compression.
  /// - Returns: The archive.
  /// - Throws: ``ArchiveFault`` when it would grow beyond 4 GiB.
  package static func archive(
    of bytes: [UInt8], named name: String, level: Int = 6
  ) throws(ArchiveFault) -> [UInt8] {
    var writer = ZipWriter(memberName: name, level: level)
    var archive: [UInt8] = []
    try writer.append(bytes.span, to: &archive)
    try writer.finish(into: &archive)
    return archive
  }

  private mutating func compress(
    _ bytes: Span<UInt8>, isLast: Bool, into output: inout [UInt8]
  ) throws(ArchiveFault) {
    let start = output.count
    if dataStart == 0 { appendLocalHeader(to: &output) }
    checksum.add(bytes)
    size += bytes.count
    let isDone = deflater.deflate(bytes, isLast: isLast, into: &output)
    if dataStart == 0 { dataStart = 30 + name.count }
    written += output.count - start
    guard isDone else {
      throw ArchiveFault(.tooLarge, at: written, "there is no memory to compress it")
    }
    guard size <= Self.largest, written <= Self.largest - 0x20000 else {
      throw ArchiveFault(.tooLarge, at: written, "a member of more than 4 GiB is not written")
    }
  }

  private func appendLocalHeader(to output: inout [UInt8]) {
    output.append(number: ZipSignature.localHeader, bytes: 4)
    appendCommonFields(nil, to: &output)
    output += name
  }

  /// Appends the fields that the member's header and the directory share.
  private func appendCommonFields(_ dataSize: Int?, to output: inout [UInt8]) {
    output.append(number: 20, bytes: 2)
    // Sizes after the data; UTF-8 if the name is not ASCII.
    output.append(number: name.allSatisfy { $0 < 0x80 } ? 0x0008 : 0x0808, bytes: 2)
    output.append(number: 8, bytes: 2)
    // Midnight of 1980-01-01.
    output.append(number: 0, bytes: 2)
    output.append(number: 0x21, bytes: 2)
    if let dataSize {
      appendSizes(dataSize, to: &output)
    } else {
      output.append(number: 0, bytes: 12)
    }
    output.append(number: name.count, bytes: 2)
    output.append(number: 0, bytes: 2)
  }

  private func appendSizes(_ dataSize: Int, to output: inout [UInt8]) {
    output.append(number: checksum.value, bytes: 4)
    output.append(number: dataSize, bytes: 4)
    output.append(number: size, bytes: 4)
  }
}
