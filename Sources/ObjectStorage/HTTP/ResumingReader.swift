internal import Files

/// Reads a body over HTTP and resumes if the connection breaks.
///
/// If the object has a strong ETag that has not changed, it requests the rest. Otherwise bytes of
/// two versions could be mixed, so it requests the part again and compares the bytes it has given.
actor ResumingReader: ObjectReader {
  /// Opens the object at an offset, with an ETag that it must have if one is given.
  typealias Opening = @Sendable (Range<Int>?, String?) async throws(StoreError) -> HTTPStream

  nonisolated let info: ObjectInfo
  /// Whether only the end of the connection shows where the bytes end.
  nonisolated let endsWithConnection: Bool
  private let address: String
  private let open: Opening
  private let retries: RetryPolicy
  private var stream: HTTPStream
  /// The position of the next byte in the object.
  private var position: Int
  /// The end of the part; nil if it is not known.
  private let end: Int?
  /// How many unrequested bytes come first, from a server that ignores ranges.
  private var surplus: Int
  private let part: Range<Int>?
  /// The number of bytes given so far, and their hash, for an object that can't be resumed.
  private var given = (count: 0, hash: QuickHash())
  /// The bytes to compare with those given, after the part was requested again.
  private var repeated: (left: Int, hash: QuickHash)?
  private var hasChanged = false

  /// Starts to read.
  ///
  /// - Parameters:
  ///   - part: Which bytes to read, and the ETag that the object must have.
  ///   - address: The address for messages.
  ///   - retries: How often to resume.
  ///   - open: Opens the object.
  /// - Throws: ``StoreError``.
  init(
    _ part: ObjectPart, address: String, retries: RetryPolicy, open: @escaping Opening
  ) async throws(StoreError) {
    let stream = try await open(part.range, part.etag)
    let head = stream.head
    let range = ContentRange(of: head)
    // The request asks for the stored bytes, so their number and order are those of the object.
    let size = range?.size ?? (range != nil ? nil : head.contentLength)
    info = head.info(size: size)
    endsWithConnection = size == nil && head.endsWithConnection
    if let etag = part.etag, let found = head["etag"], etag != found {
      throw StoreError(
        .preconditionFailed, address: address, detail: "it has the ETag \(found), not \(etag)")
    }
    let start = part.range?.lowerBound ?? 0
    guard Self.isPart(from: start, of: nil, head) else {
      throw Self.differentPart(address)
    }
    // Where the object ends is not known, so the part may lack its end.
    guard part.range != nil || range == nil || size != nil else {
      throw StoreError(
        .malformed, address: address,
        detail: "the server sent a part of the object, and does not say of how many bytes")
    }
    self.address = address
    self.part = part.range
    self.retries = retries
    self.open = open
    self.stream = stream
    surplus = range == nil ? start : 0
    position = start
    end = part.range.map { Swift.min($0.upperBound, size ?? $0.upperBound) } ?? size
  }

  func next() async throws(StoreError) -> [UInt8]? {
    var tried = 0
    let started = SteadyClock.seconds
    while true {
      if let end, position >= end { return nil }
      let failure: HTTPFailure
      do throws(HTTPFailure) {
        guard let bytes = try await stream.next() else { return try finished() }
        let kept = try unrepeated(wanted(bytes))
        guard kept.isEmpty else {
          if !canResume { note(kept) }
          return kept
        }
        continue
      } catch {
        failure = error
      }
      guard !hasChanged else {
        throw StoreError(.changed, address: address, detail: failure.detail)
      }
      tried += 1
      guard let wait = retries.wait(after: tried, elapsed: SteadyClock.seconds - started),
        failure.isTransient
      else { throw StoreError(failure, address: address) }
      guard (try? await pause(for: .seconds(wait))) != nil else {
        throw StoreError(.cancelled, address: address, detail: "cancelled")
      }
      if canResume { try await resume() } else { try await restart() }
    }
  }

  private func note(_ bytes: [UInt8]) {
    given.count += bytes.count
    given.hash.add(bytes.span)
  }

  /// Drops bytes that were given before the part was requested again.
  private func unrepeated(_ bytes: [UInt8]) throws(HTTPFailure) -> [UInt8] {
    guard var again = repeated else { return bytes }
    let count = Swift.min(again.left, bytes.count)
    again.hash.add(bytes.span.extracting(0..<count))
    again.left -= count
    repeated = again.left == 0 ? nil : again
    if again.left == 0, again.hash != given.hash {
      hasChanged = true
      throw HTTPFailure(.malformed, "it changed while it was read")
    }
    return Array(bytes[count...])
  }

  /// Requests the part again; ``unrepeated(_:)`` compares its first bytes with those given.
  private func restart() async throws(StoreError) {
    let next = try await open(part, nil)
    let range = ContentRange(of: next.head)
    let start = part?.lowerBound ?? 0
    guard range.map({ $0.start == start && (end ?? $0.size) != nil }) ?? (next.head.status != 206),
      next.head["etag"] == info.etag
    else {
      throw StoreError(.changed, address: address, detail: "it changed while it was read")
    }
    position = start
    surplus = range == nil ? start : 0
    repeated = given.count == 0 ? nil : (given.count, QuickHash())
    stream = next
  }

  /// Keeps the bytes that belong to the part.
  private func wanted(_ bytes: [UInt8]) -> [UInt8] {
    let skipped = Swift.min(surplus, bytes.count)
    surplus -= skipped
    let room = end.map { $0 - position } ?? .max
    let kept = bytes.count - skipped <= room ? skipped..<bytes.count : skipped..<skipped + room
    position += kept.count
    return kept == 0..<bytes.count ? bytes : Array(bytes[kept])
  }

  private func finished() throws(HTTPFailure) -> [UInt8]? {
    if let end, position < end {
      throw HTTPFailure(.truncated, "the body ended at byte \(position) of \(end)")
    }
    return nil
  }

  private var canResume: Bool {
    guard let etag = info.etag, end != nil else { return false }
    return !etag.hasPrefix("W/")
  }

  private func resume() async throws(StoreError) {
    guard let end else { return }
    let next: HTTPStream
    do throws(StoreError) {
      next = try await open(position..<end, info.etag)
    } catch {
      guard error.code == .preconditionFailed || error.code == .notFound else { throw error }
      throw StoreError(.changed, address: address, detail: "it changed while it was read")
    }
    guard next.head["etag"] == info.etag else {
      throw StoreError(.changed, address: address, detail: "it changed while it was read")
    }
    // The server sends everything again, so skip the bytes that are already read.
    guard Self.isPart(from: position, of: info, next.head) else {
      throw Self.differentPart(address)
    }
    let range = ContentRange(of: next.head)
    surplus = range == nil ? position : 0
    stream = next
  }
}

extension ResumingReader {
  /// Whether an answer has the bytes from a position on, or all bytes.
  ///
  /// - Parameters:
  ///   - start: The position.
  ///   - info: What was known about the object before; nil if nothing was.
  ///   - head: The head of the answer.
  /// - Returns: False if the answer has other bytes, or contradicts itself.
  private static func isPart(from start: Int, of info: ObjectInfo?, _ head: HTTPHead) -> Bool {
    guard let range = ContentRange(of: head) else { return head.status != 206 }
    guard range.start == start, range.isConsistent(with: head.contentLength) else { return false }
    guard let info, info.isSizeKnown, let size = range.size else { return true }
    return size == info.size
  }

  private static func differentPart(_ address: String) -> StoreError {
    StoreError(.malformed, address: address, detail: "the server sent a different part")
  }
}

/// The header Content-Range: which bytes of how many.
struct ContentRange: Sendable, Hashable {
  /// The first byte.
  var start: Int
  /// The byte after the last; nil if the header does not have it.
  var end: Int?
  /// The size of the whole object; nil if the server does not say.
  var size: Int?

  /// Reads the header of a response; nil if it is absent or does not count bytes.
  ///
  /// The status is ignored: rclone's server sends parts with 200.
  init?(of head: HTTPHead) {
    guard let header = head["content-range"], header.hasPrefix("bytes ") else { return nil }
    let parts = header.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
    let ends = parts[0].split(separator: "-").map { Int($0) }
    guard parts.count == 2, let start = ends.first ?? nil, start >= 0 else { return nil }
    self.start = start
    end = ends.count == 2 ? ends[1].map { $0 &+ 1 } : nil
    size = Int(parts[1])
  }

  /// Whether it agrees with itself and with the length of the body.
  ///
  /// - Parameter length: The number of bytes that the server announces; nil if it announces none.
  /// - Returns: False if no such part exists.
  func isConsistent(with length: Int?) -> Bool {
    guard let end else { return true }
    return start < end && size.map { end <= $0 } ?? true && length.map { $0 == end - start } ?? true
  }
}
