package import Glibc

extension POSIX {
  /// Reads bytes.
  ///
  /// - Parameters:
  ///   - descriptor: The open file.
  ///   - bytes: Receives them from its start on.
  /// - Returns: Their number; 0 at the end, -1 for a failure.
  package static func read(_ descriptor: Int32, into bytes: inout [UInt8]) -> Int {
    unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    }
  }

  /// Reads bytes from a position of a file.
  ///
  /// - Parameters:
  ///   - descriptor: The open file.
  ///   - bytes: Receives them from its start on.
  ///   - offset: The position of the first one.
  /// - Returns: Their number; 0 at the end, -1 for a failure.
  package static func pread(_ descriptor: Int32, into bytes: inout [UInt8], at offset: Int) -> Int {
    unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe Glibc.pread(descriptor, buffer.baseAddress, buffer.count, offset)
    }
  }

  /// Reads bytes from a position of a file.
  ///
  /// - Parameters:
  ///   - descriptor: The open file.
  ///   - bytes: Receives them.
  ///   - range: Where in it.
  ///   - offset: The position of the first one.
  /// - Returns: Their number; 0 at the end, -1 for a failure.
  package static func pread(
    _ descriptor: Int32, into bytes: inout MutableSpan<UInt8>, in range: Range<Int>, at offset: Int
  ) -> Int {
    unsafe bytes.withUnsafeMutableBytes { buffer in
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[range])
      return unsafe Glibc.pread(descriptor, room.baseAddress, room.count, offset)
    }
  }

  /// Reads bytes from a position of a file, as many as there is room for.
  ///
  /// - Parameters:
  ///   - descriptor: The open file.
  ///   - bytes: Receives them after those that it has.
  ///   - offset: The position of the first one.
  /// - Returns: Their number; 0 at the end, -1 for a failure.
  package static func pread(
    _ descriptor: Int32, appendingTo bytes: inout OutputSpan<UInt8>, at offset: Int
  ) -> Int {
    unsafe bytes.withUnsafeMutableBufferPointer { buffer, filled in
      let room = unsafe UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
      let count = unsafe Glibc.pread(descriptor, room.baseAddress, room.count, offset)
      filled += Swift.max(0, count)
      return count
    }
  }

  /// Writes bytes, perhaps not all of them.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - descriptor: The open file.
  /// - Returns: Their number; -1 for a failure.
  package static func write(_ bytes: Span<UInt8>, to descriptor: Int32) -> Int {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
    }
  }

  /// Waits until one of several descriptors is ready.
  ///
  /// - Parameters:
  ///   - entries: The descriptors; receives what they are ready for.
  ///   - milliseconds: How long to wait.
  /// - Returns: The number of descriptors that are ready; -1 for a failure.
  package static func poll(_ entries: inout [pollfd], milliseconds: Int32) -> Int32 {
    unsafe Glibc.poll(&entries, nfds_t(entries.count), milliseconds)
  }

  /// Makes a pipe.
  ///
  /// - Returns: The end to read and the end to write; nil for a failure.
  package static func pipe() -> [Int32]? {
    var ends: [Int32] = [-1, -1]
    return unsafe Glibc.pipe(&ends) == 0 ? ends : nil
  }
}

// MARK: - Sockets

extension POSIX {
  /// Binds a socket to a free port of 127.0.0.1, and lets it wait for connections.
  ///
  /// - Parameters:
  ///   - socket: The socket.
  ///   - backlog: The number of connections that may wait.
  /// - Returns: The port; nil for a failure.
  package static func listenOnLoopback(_ socket: Int32, backlog: Int32) -> UInt16? {
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = unsafe withUnsafeMutablePointer(to: &place) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(socket, pointer, size) == 0 && listen(socket, backlog) == 0
          && getsockname(socket, pointer, &size) == 0
      }
    }
    return isListening ? UInt16(bigEndian: place.sin_port) : nil
  }

  /// Limits how long a socket waits for the other side, in seconds.
  package static func limitWaiting(of socket: Int32, seconds: Int) {
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      unsafe _ = setsockopt(
        socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  /// Sends bytes, perhaps not all of them, and never causes SIGPIPE.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - socket: The socket.
  /// - Returns: Their number; -1 for a failure.
  package static func send(_ bytes: Span<UInt8>, to socket: Int32) -> Int {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.send(socket, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
    }
  }

  /// Reads an address of IPv4 in any spelling, such as `127.1`; nil if the text is not one.
  ///
  /// - Parameter text: The text, without zero bytes.
  /// - Returns: The 4 bytes of the address.
  package static func addressOfVersion4(_ text: String) -> [UInt8]? {
    var address = in_addr()
    guard unsafe inet_aton(text, &address) != 0 else { return nil }
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: address.s_addr.bigEndian >> $0) }
  }

  /// Reads an address of IPv6; nil if the text is not one.
  ///
  /// - Parameter text: The text, without zero bytes.
  /// - Returns: The 16 bytes of the address.
  package static func addressOfVersion6(_ text: String) -> [UInt8]? {
    var address = [UInt8](repeating: 0, count: MemoryLayout<in6_addr>.size)
    return unsafe inet_pton(AF_INET6, text, &address) == 1 ? address : nil
  }
}
