internal import Files
internal import Formats
internal import Glibc

/// A directory as a storage: keys are the paths below it.
package struct FileStorage: Storage {
  /// The path of the directory, with its final slash.
  let root: String
  /// The directory that no link may lead out of.
  private let boundary: TreeBoundary
  /// The file that the user named, wherever it is.
  private let named: String?
  /// Whether the keys come from a listing of the directory, so that they may be any names.
  private let isCopy: Bool

  /// The number of bytes that are in memory while writing.
  private static let partSize = 1 << 20

  /// Creates a storage over a directory, which may be created by the first write.
  ///
  /// - Parameters:
  ///   - path: The directory; an empty path is the working directory.
  ///   - boundary: The directory that no link may lead out of; nil for the same.
  ///   - named: The key of a file that the user named, which may be anywhere.
  package init(_ path: String, boundary: String? = nil, named: String? = nil) {
    root = path.isEmpty ? "./" : path.hasSuffix("/") ? path : path + "/"
    self.boundary = TreeBoundary(boundary ?? path)
    self.named = named
    isCopy = false
  }

  /// Creates a storage over a copy of a bucket, whose links must not lead out of it.
  ///
  /// - Parameters:
  ///   - path: The directory; an empty path is the working directory.
  ///   - named: The key of a file that the user named, which may be a pipe, and anywhere.
  package init(copy path: String, named: String? = nil) {
    root = path.isEmpty ? "./" : path.hasSuffix("/") ? path : path + "/"
    boundary = TreeBoundary(path)
    self.named = named
    isCopy = true
  }

  package var address: String { root }

  package var isLocal: Bool { true }

  package func localObject(_ key: String) async throws(StoreError) -> LocalObject? {
    LocalObject(try opened(key))
  }

  package func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    try opened(key).info
  }

  package func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader
  {
    if key == named, let identity = FileIdentity(root + key), !identity.isRegular {
      return StreamReader(try SequentialFile(path: root + key))
    }
    let file = try opened(key)
    if let etag = part.etag, etag != file.info.etag {
      throw StoreError(
        .preconditionFailed, address: file.path, detail: "it has changed in the meantime")
    }
    return LocalReader(LocalObject(file), range: part.range)
  }

  package func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try await write(WriteContent(bytes), to: key, attributes)
  }

  package func write(
    _ content: WriteContent, to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    let path = try path(of: key)
    if key != named { try StoreError.describing(boundary.check(path: path)) }
    let before = FileIdentity(path)
    switch attributes.condition {
    case .absent where before != nil:
      throw StoreError(.preconditionFailed, address: path, detail: "it already exists")
    case .matches(let etag) where etag != before?.etag:
      throw StoreError(
        .preconditionFailed, address: path, detail: "it has changed in the meantime")
    default: break
    }
    try makeDirectories(above: key)
    let expected = attributes.condition == nil ? nil : before
    let file = try StoreError.describing(AtomicFile(path, expecting: expected))
    for part in content.ranges(of: Self.partSize) {
      let bytes = try content.bytes(part)
      try StoreError.describing(file.append(bytes.span))
      content.note(written: part.count)
    }
    do throws(FileError) { try file.commit() } catch { throw StoreError(error) }
    return try OpenedFile(path).info
  }

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - key: The key of the file.
  ///   - limit: The maximum number of bytes.
  /// - Returns: The bytes.
  /// - Throws: ``StoreError``, with code `tooLarge` beyond the limit.
  package func bytes(of key: String, limit: Int) throws(StoreError) -> [UInt8] {
    let file = try opened(key)
    guard file.info.size <= limit else {
      throw StoreError(.tooLarge, address: file.path, detail: "more than \(limit) bytes")
    }
    return try file.bytes(0..<file.info.size)
  }

  private func opened(_ key: String) throws(StoreError) -> OpenedFile {
    try OpenedFile(try path(of: key), within: key == named ? nil : boundary)
  }

  package func delete(_ key: String) async throws(StoreError) {
    let path = try path(of: key)
    try StoreError.describing(boundary.check(path: AtomicFile.directory(of: path)))
    guard POSIX.unlink(path) != 0, errno != ENOENT else { return }
    throw StoreError(errno: errno, address: path)
  }
}

// MARK: - Paths

extension FileStorage {
  /// The path of an object, which is below the root whatever the key is.
  func path(of key: String) throws(StoreError) -> String {
    // What a link of a copy leads to is checked when it is open.
    if isCopy {
      guard !key.utf8.contains(0) else {
        throw StoreError(.notFound, address: root + key, detail: "the path has a NUL byte")
      }
      return root + key
    }
    guard !key.isEmpty else {
      throw StoreError(.notAnObject, address: root, detail: "it is a directory, not a file")
    }
    guard !ObjectAddress.isUnsafe(key: key) else {
      let hasControl = key.utf8.contains { $0 < 0x20 || $0 == 0x7F }
      throw StoreError(
        .forbiddenAddress, address: root + key,
        detail: hasControl
          ? "the key has a control character" : "the key could lead outside the directory")
    }
    return root + key
  }

  private func makeDirectories(above key: String) throws(StoreError) {
    var path = String(root.dropLast())
    let parts: [Substring] = [""] + key.split(separator: "/").dropLast()
    for part in parts {
      path += part.isEmpty ? "" : "/" + part
      guard !path.isEmpty, POSIX.mkdir(path, mode: 0o777) != 0, errno != EEXIST else { continue }
      throw StoreError(errno: errno, address: path)
    }
  }
}

// MARK: - Listing

extension FileStorage {
  /// The maximum number of objects per page.
  private static let pageSize = 1000

  /// Lists every object, in byte order of the keys.
  ///
  /// - Returns: The objects, and what could not be listed.
  /// - Throws: ``StoreError`` when nothing can be listed.
  package func listAll() throws(StoreError) -> ObjectListing {
    var walk = DirectoryWalk(links: .inside)
    guard walk.visitAll(from: root) else {
      throw walk.failures.first
        ?? StoreError(.notFound, address: root, detail: "no such directory")
    }
    return ObjectListing(objects: walk.objects, gaps: walk.gaps)
  }

  package func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    if query.delimiter == "/" { return try listDirectory(query) }
    let all = try listAll()
    var page = ListingPage()
    page.failures = all.failures
    var prefixes: ExactSet = []
    for object in all.objects where object.key.utf8.starts(with: query.prefix.utf8) {
      if let last = query.continuation, !last.utf8.lexicographicallyPrecedes(object.key.utf8) {
        continue
      }
      if let prefix = query.commonPrefix(of: object.key) {
        if query.continuation?.utf8.starts(with: prefix.utf8) != true,
          prefixes.insert(prefix).inserted
        {
          page.prefixes.append(prefix)
        }
        continue
      }
      guard page.objects.count < Self.pageSize else {
        page.continuation = page.objects.last?.key
        break
      }
      let identity = FileIdentity(root + object.key)
      page.objects.append(
        .init(key: object.key, info: ObjectInfo(size: object.size, etag: identity?.etag)))
    }
    return page
  }

  /// Lists one directory, but not its subdirectories.
  private func listDirectory(_ query: ListingQuery) throws(StoreError) -> ListingPage {
    let slash = query.prefix.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { String(query.prefix[...$0]) } ?? ""
    if !directory.isEmpty { _ = try path(of: directory) }
    var walk = DirectoryWalk(links: .inside)
    walk.boundary = boundary
    var page = ListingPage()
    guard let below = walk.visitOnly(root + directory, key: directory) else {
      // As in a bucket, a prefix without objects is not an error; a missing root is one.
      let failure = walk.failures.first
      if !directory.isEmpty, failure?.code == .notFound { return page }
      throw failure ?? StoreError(.notFound, address: root + directory, detail: "no such directory")
    }
    let prefix = query.prefix.utf8
    // Whoever looks for a name learns that it is a pipe.
    page.failures = walk.gaps.filter { $0.kind.isFailure || $0.kind == .special }.map(\.error)
    page.prefixes = below.filter { $0.utf8.starts(with: prefix) }
    page.objects = walk.objects.filter { $0.key.utf8.starts(with: prefix) }.map { object in
      let etag = FileIdentity(root + object.key)?.etag
      return .init(key: object.key, info: ObjectInfo(size: object.size, etag: etag))
    }
    return page
  }
}
