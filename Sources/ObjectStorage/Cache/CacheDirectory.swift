internal import Files
internal import Formats
internal import Glibc

/// A directory of copies, one file each, which several processes may use at the same time.
///
/// A file has a line of JSON that describes the original, then its bytes. It is written under a
/// temporary name and then renamed, so that nobody ever sees an incomplete one.
package struct CacheDirectory: Sendable {
  /// Where it is, and how it is used.
  package let options: CacheOptions

  /// Names a cache, which is made when something is kept.
  package init(_ options: CacheOptions) { self.options = options }

  /// The longest first line of a copy.
  private static let headLimit = 64 << 10

  /// The name of the copy of an object, below the directory.
  func key(of address: String) -> String {
    let digest = Digest.hexadecimal(Digest.sha256(Array(address.utf8)))
    return "\(digest.prefix(2))/\(digest.dropFirst(2))"
  }

  /// Opens the copy of an object; nil if there is no complete copy.
  ///
  /// An open copy stays readable when its file is replaced or deleted.
  func copy(of address: String) throws(StoreError) -> LocalObject? {
    let path = options.directory + "/" + key(of: address)
    // The time of the last use; the copies unused for longest are removed first.
    POSIX.touch(path)
    guard let file = try? OpenedFile(path),
      let head = try? file.bytes(0..<Swift.min(Self.headLimit, file.info.size)),
      let end = head.firstIndex(of: 10),
      let document = try? JSONParser.parse(Array(head[..<end])),
      document.root["address"]?.string == Redaction.of(address),
      let size = document.root["size"]?.integer, file.info.size == end + 1 + size,
      let checksum = document.root["crc32"]?.string,
      Self.checksum(of: file, from: end + 1) == checksum
    else { return nil }
    let info = ObjectInfo(
      size: size, etag: document.root["etag"]?.string,
      lastModified: document.root["lastModified"]?.string,
      contentType: document.root["contentType"]?.string)
    return LocalObject(file, after: end + 1, info: info)
  }

  /// Stores the bytes of a reader as a copy, if there is a directory for it.
  ///
  /// - Throws: ``StoreError`` when it can't be read to its end.
  func keep(_ reader: any ObjectReader, of address: String) async throws(StoreError) -> LocalObject
  {
    let spool = try await Self.spool(reader)
    var info = reader.info
    info.size = spool.size
    do throws(StoreError) {
      let key = self.key(of: address)
      let path = options.directory + "/" + key
      try StoreError.describing(
        DirectoryNames.makeDirectories(AtomicFile.directory(of: path), mode: 0o700))
      // A link in a cache that others can write would lead to a file that is not a copy.
      try StoreError.describing(ConfinedDirectory(options.directory).check(key))
      try write(spool, info: info, of: address, to: path)
    } catch {
      // A cache that can't be written, such as on a full disk, must not stop anybody from reading.
      return LocalObject(spool.file, info: info)
    }
    // An open copy stays readable, even if it is itself removed.
    let copy = try copy(of: address)
    removeOldest()
    return copy ?? LocalObject(spool.file, info: info)
  }

  /// Reads everything first, so that nothing waits while a file is written.
  private static func spool(
    _ reader: any ObjectReader
  ) async throws(StoreError) -> (file: SpoolFile, size: Int) {
    var writer = try StoreError.describing(SpoolWriter())
    try await reader.forEachPiece { bytes throws(StoreError) in
      writer.append(bytes)
      try StoreError.describing(writer.flushIfFull())
    }
    do throws(FileError) { return try writer.finish() } catch { throw StoreError(error) }
  }

  private func write(
    _ spool: (file: SpoolFile, size: Int), info: ObjectInfo, of address: String, to path: String
  ) throws(StoreError) {
    var head = JSONWriter(layout: .singleLine)
    func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    head.write(
      .object([
        ("address", .string(Redaction.of(address))), ("size", .number(spool.size)),
        ("etag", text(info.etag)),
        ("lastModified", text(info.lastModified)), ("contentType", text(info.contentType)),
        ("crc32", .string(try Self.checksum(of: spool))),
      ]))
    let line = head.bytes + [10]
    do throws(FileError) {
      try Self.write(line, spool: spool, to: path)
    } catch {
      throw StoreError(error)
    }
  }

  private static func write(
    _ line: [UInt8], spool: (file: SpoolFile, size: Int), to path: String
  ) throws(FileError) {
    let file = try AtomicFile(path)
    try file.append(line.span)
    var start = 0
    while start < spool.size {
      let bytes = try spool.file.bytes(start..<Swift.min(start + (1 << 20), spool.size))
      guard !bytes.isEmpty else { break }
      try file.append(bytes.span)
      start += bytes.count
    }
    try file.commit()
  }

  /// The checksum of a copy, which shows that its file was damaged or changed.
  private static func checksum(of file: OpenedFile, from start: Int) -> String? {
    var checksum = Checksum32()
    var position = start
    while position < file.info.size {
      let end = Swift.min(position + (1 << 20), file.info.size)
      guard let bytes = try? file.bytes(position..<end), !bytes.isEmpty else { return nil }
      checksum.add(bytes.span)
      position += bytes.count
    }
    return checksum.value.hexadecimal
  }

  private static func checksum(
    of spool: (file: SpoolFile, size: Int)
  ) throws(StoreError) -> String {
    var checksum = Checksum32()
    var position = 0
    while position < spool.size {
      let part = position..<Swift.min(position + (1 << 20), spool.size)
      let bytes = try StoreError.describing(spool.file.bytes(part))
      guard !bytes.isEmpty else { break }
      checksum.add(bytes.span)
      position += bytes.count
    }
    return checksum.value.hexadecimal
  }

  /// Removes the copies unused for longest if there are too many bytes.
  private func removeOldest() {
    var walk = DirectoryWalk()
    guard walk.visitAll(from: options.directory) else { return }
    var total = walk.objects.reduce(0) { $0 + $1.size }
    guard total > options.sizeLimit else { return }
    let files = walk.objects.map { object -> (path: String, size: Int, used: timespec) in
      let path = options.directory + "/" + object.key
      return (path, object.size, POSIX.status(of: path)?.st_mtim ?? timespec())
    }
    let byAge = files.sorted {
      ($0.used.tv_sec, $0.used.tv_nsec) < ($1.used.tv_sec, $1.used.tv_nsec)
    }
    for file in byAge where total > options.sizeLimit / 10 * 9 {
      POSIX.unlink(file.path)
      total -= file.size
    }
  }
}
