internal import CCurl

/// One transfer on the transfer thread: libcurl's handle and the memory that it uses.
///
/// libcurl's callbacks receive its address, so it is a class and does not move.
@safe final class Transfer {
  /// The number of the transfer.
  let number: UInt64
  /// Where the response goes.
  let channel: TransferChannel
  private var parser = HeadParser()
  /// Why the client stopped the transfer.
  private(set) var ownFailure: HTTPFailure?
  /// libcurl's handle.
  private let handle: UnsafeMutableRawPointer
  private var list: UnsafeMutablePointer<curl_slist>?
  private let message: UnsafeMutablePointer<CChar>
  private let host: String
  /// The addresses that the request may connect to.
  private var reach = NetworkReach.notLinkLocal
  /// An address that it was kept from.
  private var refused: NetworkAddress?

  /// Prepares a request on a handle.
  init(
    number: UInt64, _ request: HTTPRequest, _ options: HTTPOptions, channel: TransferChannel,
    handle: UnsafeMutableRawPointer
  ) {
    self.number = number
    self.channel = channel
    host = request.host
    unsafe self.handle = handle
    unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    set(options)
    setReach(of: request, options)
    set(request)
    setFunctions()
  }

  /// Frees everything except the handle.
  deinit {
    unsafe registry_curl_list_free(list)
    unsafe message.deallocate()
  }

  /// Keeps the first failure: a request whose options were not all taken must not be sent.
  private func check(_ code: CURLcode, _ option: CURLoption) {
    guard code != CURLE_OK, ownFailure == nil else { return }
    let reason = unsafe String(cString: registry_curl_error(code))
    ownFailure = HTTPFailure(
      .other, "libcurl does not take the option \(option.rawValue): \(reason)")
  }

  private func set(_ option: CURLoption, _ value: Int) {
    check(unsafe registry_curl_set_long(handle, option, value), option)
  }

  private func set(_ option: CURLoption, _ value: String) {
    check(unsafe registry_curl_set_text(handle, option, value), option)
  }

  private func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) {
    check(unsafe registry_curl_set_pointer(handle, option, pointer), option)
  }

  private func set(_ options: HTTPOptions) {
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    // What a proxy answers to CONNECT says nothing about the object.
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout)
    set(CURLOPT_TIMEOUT_MS, options.allowedTime)
    set(CURLOPT_LOW_SPEED_LIMIT, options.slowestRate)
    set(CURLOPT_LOW_SPEED_TIME, options.stallTimeout)
    // Only faster: a libcurl without HTTP/2 uses HTTP/1.1, and a handle whose buffer is in use keeps
    // its size.
    for (option, value) in [
      (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)), (CURLOPT_BUFFERSIZE, 256 << 10),
    ] {
      unsafe _ = registry_curl_set_long(handle, option, value)
    }
    set(CURLOPT_PIPEWAIT, 1)
    set(CURLOPT_USERAGENT, options.userAgent)
    if let file = options.certificateFile { set(CURLOPT_CAINFO, file) }
  }

  /// Chooses the proxy, and limits the addresses that the request may connect to.
  private func setReach(of request: HTTPRequest, _ options: HTTPOptions) {
    let origin = Origin(scheme: request.scheme, authority: request.host)
    if options.allowsLinkLocal {
      reach = .anywhere
    } else if let origins = options.origins {
      reach = origins.reach(of: origin)
    }
    guard options.usesProxies else { return set(CURLOPT_NOPROXY, "*") }
    guard options.origins != nil else { return }
    let proxy = origin.flatMap { options.proxies?.proxy(for: $0) }
    set(CURLOPT_PROXY, proxy ?? "")
    set(CURLOPT_NOPROXY, "")
    guard proxy != nil else { return }
    // The proxy resolves names, so only hosts that need no resolver can be judged here.
    let isASCII = request.host.utf8.allSatisfy { $0 < 0x80 }
    if reach == .publicOnly, origin?.isPlainlyLocal ?? true || !isASCII {
      ownFailure = .forbidden(host: origin?.host ?? request.host, address: nil)
    }
    reach = .anywhere
  }

  private func set(_ request: HTTPRequest) {
    set(CURLOPT_URL, request.url)
    set(CURLOPT_PATH_AS_IS, 1)
    switch request.method {
    case .get:
      set(CURLOPT_HTTPGET, 1)
      // A part of a compressed body can't be decompressed, and a broken one can't be resumed.
      if request[header: "Range"] == nil, request[header: "Accept-Encoding"] == nil {
        set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
      }
    case .head: set(CURLOPT_NOBODY, 1)
    case .put, .post:
      check(
        unsafe registry_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, request.body.count),
        CURLOPT_POSTFIELDSIZE_LARGE)
      unsafe request.body.withUnsafeBytes { buffer in
        // Even an empty body needs an address; otherwise libcurl reads standard input.
        var none: UInt8 = 0
        unsafe withUnsafeMutableBytes(of: &none) { empty in
          let start = unsafe buffer.baseAddress ?? UnsafeRawPointer(empty.baseAddress)
          unsafe set(
            CURLOPT_COPYPOSTFIELDS, pointer: UnsafeMutableRawPointer(mutating: start))
        }
      }
      set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    case .delete: set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
    // libcurl adds these headers, which are not signed.
    for line in ["Expect:", "Accept:"] { append(line) }
    if request[header: "Content-Type"] == nil { append("Content-Type:") }
    for header in request.headers { append("\(header.name): \(header.value)") }
    check(unsafe registry_curl_set_list(handle, CURLOPT_HTTPHEADER, list), CURLOPT_HTTPHEADER)
  }

  private func append(_ line: String) {
    if let longer = unsafe registry_curl_list_append(list, line) {
      unsafe list = longer
    } else if ownFailure == nil {
      ownFailure = HTTPFailure(.other, "libcurl has no memory for a header")
    }
  }

  private func setFunctions() {
    let own = unsafe Unmanaged.passUnretained(self).toOpaque()
    for option in [
      CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_OPENSOCKETDATA,
    ] {
      unsafe set(option, pointer: own)
    }
    unsafe set(CURLOPT_ERRORBUFFER, pointer: message)
    let header = unsafe registry_curl_set_function(handle, CURLOPT_HEADERFUNCTION) {
      unsafe Transfer.at($3)?.takeHeader(UnsafeRawBufferPointer(start: $0, count: $2)) ?? 0
    }
    check(header, CURLOPT_HEADERFUNCTION)
    let body = unsafe registry_curl_set_function(handle, CURLOPT_WRITEFUNCTION) {
      unsafe Transfer.at($3)?.takeBody(UnsafeRawBufferPointer(start: $0, count: $2)) ?? 0
    }
    check(body, CURLOPT_WRITEFUNCTION)
    let socket = unsafe registry_curl_set_socket_function(handle, CURLOPT_OPENSOCKETFUNCTION) {
      own, _, address in
      guard let transfer = unsafe Transfer.at(own), let address = unsafe address else { return -1 }
      return unsafe transfer.openSocket(address)
    }
    check(socket, CURLOPT_OPENSOCKETFUNCTION)
  }

  /// Opens a socket, unless the request must not connect to its address.
  ///
  /// The address is the one of the connection, so no spelling of a name gets around the check.
  private func openSocket(_ place: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = unsafe bytes.withUnsafeMutableBufferPointer {
      unsafe registry_curl_address(place, $0.baseAddress)
    }
    guard reach != .anywhere else { return unsafe registry_curl_open_socket(place) }
    guard let address = NetworkAddress(Array(bytes.prefix(Int(count)))) else { return -1 }
    guard reach.includes(address) else {
      refused = address
      return -1
    }
    return unsafe registry_curl_open_socket(place)
  }

  /// The transfer at an address that libcurl returns.
  static func at(_ address: UnsafeMutableRawPointer?) -> Transfer? {
    guard let address = unsafe address else { return nil }
    return unsafe Unmanaged<Transfer>.fromOpaque(address).takeUnretainedValue()
  }

  private func takeHeader(_ line: UnsafeRawBufferPointer) -> Int {
    switch unsafe parser.take(Array(line)) {
    case .more: break
    case .complete(let head): channel.take(head)
    case .tooLarge:
      ownFailure = HTTPFailure(.tooLarge, "the server sends more than 256 KiB of headers")
      return 0
    }
    return line.count
  }

  private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    switch unsafe channel.take(Array(bytes)) {
    case .taken: return bytes.count
    case .pause: return Int(CURL_WRITEFUNC_PAUSE)
    case .tooMany:
      ownFailure = HTTPFailure(.tooLarge, "the response is larger than allowed")
      return 0
    }
  }

  /// Tells the task how the transfer ended.
  func finish(_ code: CURLcode) {
    if code == CURLE_OK, ownFailure == nil { return channel.finish(.success(())) }
    if let refused, code == CURLE_COULDNT_CONNECT, ownFailure == nil {
      ownFailure = .forbidden(host: host, address: refused)
    }
    let detail = unsafe String(cString: message)
    channel.finish(.failure(ownFailure ?? HTTPFailure(code, detail)))
  }
}
