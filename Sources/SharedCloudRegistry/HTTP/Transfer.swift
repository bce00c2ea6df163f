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

  /// Prepares a request on a handle.
  init(
    number: UInt64, _ request: HTTPRequest, _ options: HTTPOptions, channel: TransferChannel,
    handle: UnsafeMutableRawPointer
  ) {
    self.number = number
    self.channel = channel
    unsafe self.handle = handle
    unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    set(options)
    set(request)
    setFunctions()
  }

  /// Frees everything except the handle.
  deinit {
    unsafe registry_curl_list_free(list)
    unsafe message.deallocate()
  }

  private func set(_ option: CURLoption, _ value: Int) {
    unsafe _ = registry_curl_set_long(handle, option, value)
  }

  private func set(_ option: CURLoption, _ value: String) {
    unsafe _ = registry_curl_set_text(handle, option, value)
  }

  private func set(_ options: HTTPOptions) {
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    // What a proxy answers to CONNECT says nothing about the object.
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout)
    set(CURLOPT_TIMEOUT_MS, options.allowedTime)
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CURLOPT_LOW_SPEED_TIME, options.stallTimeout)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    set(CURLOPT_PIPEWAIT, 1)
    set(CURLOPT_BUFFERSIZE, 256 << 10)
    set(CURLOPT_USERAGENT, options.userAgent)
    if let file = options.certificateFile { set(CURLOPT_CAINFO, file) }
    if !options.usesProxies { set(CURLOPT_NOPROXY, "*") }
    if !options.allowsLinkLocal { unsafe registry_curl_refuse_link_local(handle) }
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
      unsafe _ = registry_curl_set_offset(
        handle, CURLOPT_POSTFIELDSIZE_LARGE, request.body.count)
      unsafe request.body.withUnsafeBytes { buffer in
        // Even an empty body needs an address; otherwise libcurl reads standard input.
        var none: UInt8 = 0
        unsafe withUnsafeMutableBytes(of: &none) { empty in
          let start = unsafe buffer.baseAddress ?? UnsafeRawPointer(empty.baseAddress)
          unsafe _ = registry_curl_set_pointer(
            handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start))
        }
      }
      set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    case .delete: set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
    // libcurl adds these headers, which are not signed.
    for line in ["Expect:", "Accept:"] { append(line) }
    if request[header: "Content-Type"] == nil { append("Content-Type:") }
    for header in request.headers { append("\(header.name): \(header.value)") }
    unsafe _ = registry_curl_set_list(handle, CURLOPT_HTTPHEADER, list)
  }

  private func append(_ line: String) {
    if let longer = unsafe registry_curl_list_append(list, line) { unsafe list = longer }
  }

  private func setFunctions() {
    let own = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe _ = registry_curl_set_pointer(handle, CURLOPT_PRIVATE, own)
    unsafe _ = registry_curl_set_pointer(handle, CURLOPT_HEADERDATA, own)
    unsafe _ = registry_curl_set_pointer(handle, CURLOPT_WRITEDATA, own)
    unsafe _ = registry_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, message)
    unsafe _ = registry_curl_set_function(handle, CURLOPT_HEADERFUNCTION) { bytes, _, count, own in
      unsafe Transfer.at(own)?.takeHeader(UnsafeRawBufferPointer(start: bytes, count: count)) ?? 0
    }
    unsafe _ = registry_curl_set_function(handle, CURLOPT_WRITEFUNCTION) { bytes, _, count, own in
      unsafe Transfer.at(own)?.takeBody(UnsafeRawBufferPointer(start: bytes, count: count)) ?? 0
    }
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
    let detail = unsafe String(cString: message)
    channel.finish(.failure(ownFailure ?? HTTPFailure(code, detail)))
  }
}
