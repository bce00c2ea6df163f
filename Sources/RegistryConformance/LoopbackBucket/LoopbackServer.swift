internal import Files
internal import Glibc
internal import Locks

/// A read-only server on this machine that has directories as S3 buckets, path style.
///
/// It supports GET and HEAD of objects with ranges and ETags, and ListObjectsV2, without
/// credentials. It binds to 127.0.0.1 and to a port that the system chooses.
final class LoopbackServer: Sendable {
  /// The address, without a final slash.
  let address: String
  private let listener: Int32
  private let buckets = Lock<[String: BucketFiles]>([:])
  private let connections = Lock<Set<Int32>>([])

  /// The maximum number of connections at a time; more have to wait.
  private static let connectionLimit = 64

  /// Starts a server that has no bucket.
  ///
  /// - Throws: ``SuiteError`` when the system has no free port.
  init() throws(SuiteError) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard listener >= 0, let port = Self.bind(listener) else {
      let text = POSIX.strerror()
      if listener >= 0 { close(listener) }
      throw SuiteError("127.0.0.1", detail: text)
    }
    self.listener = listener
    address = "http://127.0.0.1:\(port)"
    let server = WeakServer(self)
    _ = POSIX.startThread {
      Self.acceptAll(listener) { descriptor in
        if let owner = server.value { owner.take(descriptor) } else { close(descriptor) }
      }
    }
  }

  deinit { stop() }

  /// Accepts no more connections and ends the open ones.
  func stop() {
    _ = shutdown(listener, Int32(SHUT_RDWR))
    connections.withLock { for descriptor in $0 { _ = shutdown(descriptor, Int32(SHUT_RDWR)) } }
  }

  /// Sets the buckets to serve from now on.
  ///
  /// - Parameter paths: The directory of each bucket, by its name.
  func serve(_ paths: [String: String]) {
    buckets.withLock { $0 = paths.mapValues { BucketFiles(path: $0) } }
  }

  /// Binds a socket to a free port; nil if that is not possible.
  private static func bind(_ listener: Int32) -> UInt16? {
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    return POSIX.listenOnLoopback(listener, backlog: 64)
  }

  private static func acceptAll(_ listener: Int32, body take: (Int32) -> Void) {
    while true {
      let descriptor = accept(listener, nil, nil)
      if descriptor < 0 {
        if errno == EINTR || errno == ECONNABORTED { continue }
        if errno != EMFILE, errno != ENFILE { break }
        usleep(10_000)
        continue
      }
      take(descriptor)
    }
    close(listener)
  }

  private func take(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let isTaken = connections.withLock { open in
      guard open.count < Self.connectionLimit else { return false }
      open.insert(descriptor)
      return true
    }
    guard isTaken else {
      close(descriptor)
      return
    }
    _ = POSIX.startThread { [self] in
      var connection = HTTPConnection(descriptor: descriptor)
      while let request = connection.next() {
        let answer = answer(to: request)
        guard connection.send(answer, to: request) else { break }
      }
      connections.withLock { _ = $0.remove(descriptor) }
      close(descriptor)
    }
  }

  private func answer(to request: LoopbackRequest) -> LoopbackAnswer {
    guard request.method == "GET" || request.method == "HEAD" else {
      return .error(405, code: "MethodNotAllowed", message: "only GET and HEAD are supported")
    }
    guard let files = buckets.withLock({ $0[request.bucket] }) else {
      return .error(404, code: "NoSuchBucket", message: "there is no such bucket")
    }
    return request.key.isEmpty ? files.list(request) : files.object(request)
  }
}

/// A weak reference to the server.
private final class WeakServer: Sendable {
  private struct Box: Sendable { weak var server: LoopbackServer? }

  private let box: Lock<Box>

  init(_ server: LoopbackServer) { box = Lock(Box(server: server)) }

  var value: LoopbackServer? { box.withLock { $0.server } }
}
