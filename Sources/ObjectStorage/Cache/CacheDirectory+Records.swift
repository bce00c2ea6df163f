internal import Files
internal import Formats
internal import Glibc

/// What a server said when it was last asked, so that it is known without a request.
///
/// A record is a file with one line of JSON. The record of an absent object has the name that its
/// copy would have.
extension CacheDirectory {
  /// The longest record that is read.
  private static let recordLimit = 16 << 20

  /// Remembers that an object does not exist.
  ///
  /// - Parameter address: The address of the object.
  func keepAbsence(of address: String) { keep(record: [("absent", .bool(true))], of: address) }

  /// Whether an object did not exist when the server was last asked.
  ///
  /// - Parameter address: The address of the object.
  /// - Returns: False also if nothing is known.
  func isAbsent(_ address: String) -> Bool { record(of: address)?["absent"]?.bool == true }

  /// Remembers the names in a page of a listing.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - address: The address of the page.
  func keep(_ page: ListingPage, of address: String) {
    keep(
      record: [
        ("keys", .array(page.objects.map { .string($0.key) })),
        ("prefixes", .array(page.prefixes.map { .string($0) })),
        ("continuation", page.continuation.map { .string($0) } ?? .null),
      ], of: address)
  }

  /// The names in a page of a listing, without sizes, which may be those of other versions.
  ///
  /// - Parameter address: The address of the page.
  /// - Returns: The page; nil if it is not known.
  func page(of address: String) -> ListingPage? {
    guard let record = record(of: address), let keys = record["keys"] else { return nil }
    var page = ListingPage()
    var info = ObjectInfo(size: 0)
    info.isSizeKnown = false
    page.objects = keys.elements.compactMap(\.string).map { .init(key: $0, info: info) }
    page.prefixes = record["prefixes"]?.elements.compactMap(\.string) ?? []
    page.continuation = record["continuation"]?.string
    return page
  }

  /// Forgets a record.
  ///
  /// - Parameter address: Its address.
  func forget(_ address: String) { POSIX.unlink(options.directory + "/" + key(of: address)) }

  private func keep(record: [(key: String, value: JSONValue)], of address: String) {
    let key = key(of: address)
    let path = options.directory + "/" + key
    var line = JSONWriter(layout: .singleLine)
    line.write(
      .object(
        [
          ("address", .string(Redaction.of(address))),
          ("time", .string(Instant(seconds: Int64(time(nil))).text)),
        ] + record))
    do throws(FileError) {
      try DirectoryNames.makeDirectories(AtomicFile.directory(of: path), mode: 0o700)
      // A link in a cache that others can write would lead to a file that is not a record.
      try ConfinedDirectory(options.directory).check(key)
      let file = try AtomicFile(path)
      try file.append((line.bytes + [10]).span)
      try file.commit(syncsDirectory: false, syncsContent: false)
    } catch {
      // A cache that can't be written, such as on a full disk, must not stop anybody from reading.
      return
    }
  }

  private func record(of address: String) -> Node? {
    let path = options.directory + "/" + key(of: address)
    // Records unused for longest are removed first, like copies.
    POSIX.touch(path)
    let bytes: [UInt8]
    do throws(StoreError) {
      let file = try OpenedFile(path)
      guard file.info.size <= Self.recordLimit else { return nil }
      bytes = try file.bytes(0..<file.info.size)
    } catch {
      return nil
    }
    do throws(SyntaxFault) {
      let root = try JSONParser.parse(bytes).root
      return root["address"]?.string == Redaction.of(address) ? root : nil
    } catch {
      // The copy of an object is not a record.
      return nil
    }
  }
}
