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
  private let handle: EasyHandle
  private var list: UnsafeMutablePointer<curl_slist>?
  private let message: UnsafeMutablePointer<CChar>
  private let host: String
  /// The addresses that the request may connect to.
  private var reach = NetworkReach.notLinkLocal
  /// An address that it was kept from.
  private var refused: NetworkAddress?

  /// Prepares a request on a handle.
  ///
  /// - Throws: A failure if libcurl does not take an option, or the request is not allowed.
  init(
    number: UInt64, request: HTTPRequest, options: HTTPOptions, channel: TransferChannel,
    handle: EasyHandle
  ) throws(HTTPFailure) {
    self.number = number
    self.channel = channel
    host = request.host
    self.handle = handle
    unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try set(options)
    try setReach(of: request, with: options)
    try set(request)
    try setFunctions()
  }

  /// Frees everything except the handle.
  deinit {
    unsafe registry_curl_list_free(list)
    unsafe message.deallocate()
  }

  private func set(_ options: HTTPOptions) throws(HTTPFailure) {
    try handle.set(CURLOPT_NOSIGNAL, to: 1)
    try handle.allowOnlyWeb()
    try handle.set(CURLOPT_FOLLOWLOCATION, to: 0)
    try handle.set(CURLOPT_SSLVERSION, to: Int(CURL_SSLVERSION_TLSv1_2))
    // What a proxy answers to CONNECT says nothing about the object.
    try handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, to: 1)
    try handle.set(CURLOPT_CONNECTTIMEOUT_MS, to: options.connectTimeout)
    try handle.set(CURLOPT_TIMEOUT_MS, to: options.allowedTime)
    try handle.set(CURLOPT_LOW_SPEED_LIMIT, to: options.slowestRate)
    try handle.set(CURLOPT_LOW_SPEED_TIME, to: options.stallTimeout)
    // A libcurl without HTTP/2 uses HTTP/1.1.
    handle.prefer(CURLOPT_HTTP_VERSION, of: Int(CURL_HTTP_VERSION_2TLS))
    handle.prefer(CURLOPT_BUFFERSIZE, of: 256 << 10)
    try handle.set(CURLOPT_PIPEWAIT, to: 1)
    try handle.set(CURLOPT_USERAGENT, to: options.userAgent)
    if let file = options.certificateFile { try handle.set(CURLOPT_CAINFO, to: file) }
  }

  /// Chooses the proxy, and limits the addresses that the request may connect to.
  private func setReach(
    of request: HTTPRequest, with options: HTTPOptions
  ) throws(HTTPFailure) {
    let origin = Origin(scheme: request.scheme, authority: request.host)
    if options.allowsLinkLocal {
      reach = .anywhere
    } else if let origins = options.origins {
      reach = origins.reach(of: origin)
    }
    guard options.usesProxies else { return try handle.set(CURLOPT_NOPROXY, to: "*") }
    guard options.origins != nil else { return }
    let proxy = origin.flatMap { options.proxies?.proxy(for: $0) }
    try handle.set(CURLOPT_PROXY, to: proxy ?? "")
    try handle.set(CURLOPT_NOPROXY, to: "")
    guard proxy != nil else { return }
    // The proxy resolves names, so only hosts that need no resolver can be judged here.
    let isASCII = request.host.utf8.allSatisfy { $0 < 0x80 }
    if reach == .publicOnly, origin?.isPlainlyLocal ?? true || !isASCII {
      throw .forbidden(host: origin?.host ?? request.host, address: nil)
    }
    reach = .anywhere
  }

  private func set(_ request: HTTPRequest) throws(HTTPFailure) {
    // Which protocols libcurl knows, and how it refuses one, depends on its build.
    guard ["http", "https"].contains(request.scheme) else {
      throw HTTPFailure(.badURL, "\(request.scheme):// is not http:// or https://")
    }
    try handle.set(CURLOPT_URL, to: request.url)
    try handle.set(CURLOPT_PATH_AS_IS, to: 1)
    switch request.method {
    case .get:
      try handle.set(CURLOPT_HTTPGET, to: 1)
      // A part of a compressed body can't be decompressed, and a broken one can't be resumed.
      if request[header: "Range"] == nil, request[header: "Accept-Encoding"] == nil {
        try handle.set(CURLOPT_ACCEPT_ENCODING, to: "gzip, deflate")
      }
    case .head: try handle.set(CURLOPT_NOBODY, to: 1)
    case .put, .post:
      try handle.set(body: request.body)
      try handle.set(CURLOPT_CUSTOMREQUEST, to: request.method.rawValue)
    case .delete: try handle.set(CURLOPT_CUSTOMREQUEST, to: request.method.rawValue)
    }
    // libcurl adds these headers, which are not signed.
    for line in ["Expect:", "Accept:"] { try append(line) }
    if request[header: "Content-Type"] == nil { try append("Content-Type:") }
    for header in request.headers { try append("\(header.name): \(header.value)") }
    try unsafe handle.set(CURLOPT_HTTPHEADER, list: list)
  }

  private func append(_ line: String) throws(HTTPFailure) {
    guard let longer = unsafe registry_curl_list_append(list, line) else {
      throw HTTPFailure(.other, "libcurl has no memory for a header")
    }
    unsafe list = longer
  }

  private func setFunctions() throws(HTTPFailure) {
    let own = unsafe Unmanaged.passUnretained(self).toOpaque()
    for option in [
      CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_OPENSOCKETDATA,
    ] {
      try unsafe handle.set(option, pointer: own)
    }
    try unsafe handle.set(CURLOPT_ERRORBUFFER, pointer: message)
    try unsafe handle.set(CURLOPT_HEADERFUNCTION) {
      unsafe Transfer.at($3)?.takeHeader(UnsafeRawBufferPointer(start: $0, count: $2)) ?? 0
    }
    try unsafe handle.set(CURLOPT_WRITEFUNCTION) {
      unsafe Transfer.at($3)?.takeBody(UnsafeRawBufferPointer(start: $0, count: $2)) ?? 0
    }
    try unsafe handle.setSocketFunction { own, _, address in
      guard let transfer = unsafe Transfer.at(own), let address = unsafe address else { return -1 }
      return unsafe transfer.openSocket(address)
    }
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
    case .complete(let head):
      guard head.contentLengths.count < 2 else {
        ownFailure = HTTPFailure(
          .malformed,
          "the server says that its answer has \(head.contentLengths.joined(separator: " and "))"
            + " bytes")
        return 0
      }
      channel.take(head)
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
