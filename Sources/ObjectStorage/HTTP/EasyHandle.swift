internal import CCurl

/// libcurl's handle of one transfer: an option that it does not take is an error.
@safe struct EasyHandle {
  private let address: UnsafeMutableRawPointer

  /// Uses a handle that somebody else frees.
  init(_ address: UnsafeMutableRawPointer) { unsafe self.address = address }

  /// Sets a number.
  func set(_ option: CURLoption, to value: Int) throws(HTTPFailure) {
    try check(unsafe registry_curl_set_long(address, option, value), of: option)
  }

  /// Sets a number that does not fit into a C `long` everywhere.
  func set(_ option: CURLoption, toOffset value: Int) throws(HTTPFailure) {
    try check(unsafe registry_curl_set_offset(address, option, value), of: option)
  }

  /// Sets a number that only makes transfers faster, if libcurl takes it.
  ///
  /// A libcurl that was built without the feature refuses it, and some refuse the size of a buffer
  /// on a handle that has one, such as after a request to an unknown host.
  func prefer(_ option: CURLoption, of value: Int) {
    _ = unsafe registry_curl_set_long(address, option, value)
  }

  /// Sets a string, which libcurl copies.
  func set(_ option: CURLoption, to value: String) throws(HTTPFailure) {
    try check(unsafe registry_curl_set_text(address, option, value), of: option)
  }

  /// Allows no protocols but HTTP and HTTPS; libcurl before 7.85 knows them only by numbers.
  func allowOnlyWeb() throws(HTTPFailure) {
    let code = unsafe registry_curl_set_text(address, CURLOPT_PROTOCOLS_STR, "http,https")
    guard code != CURLE_OK else { return }
    // CURLOPT_PROTOCOLS, which newer headers call deprecated: CURLPROTO_HTTP and CURLPROTO_HTTPS.
    try set(CURLoption(rawValue: 181), to: 3)
  }

  /// Sets a pointer.
  func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) throws(HTTPFailure) {
    try check(unsafe registry_curl_set_pointer(address, option, pointer), of: option)
  }

  /// Sets a list of lines, which must outlive the transfer.
  func set(
    _ option: CURLoption, list: UnsafeMutablePointer<curl_slist>?
  ) throws(HTTPFailure) {
    try check(unsafe registry_curl_set_list(address, option, list), of: option)
  }

  /// Sets a function that receives bytes.
  func set(_ option: CURLoption, receiver: @escaping registry_curl_bytes) throws(HTTPFailure) {
    try check(unsafe registry_curl_set_function(address, option, receiver), of: option)
  }

  /// Sets the function that opens sockets.
  func setSocketFunction(
    _ function: @escaping curl_opensocket_callback
  ) throws(HTTPFailure) {
    let option = CURLOPT_OPENSOCKETFUNCTION
    try check(unsafe registry_curl_set_socket_function(address, option, function), of: option)
  }

  /// Sets the body of a request, which libcurl copies.
  func set(body: [UInt8]) throws(HTTPFailure) {
    try set(CURLOPT_POSTFIELDSIZE_LARGE, toOffset: body.count)
    let code = unsafe body.withUnsafeBytes { buffer in
      // Even an empty body needs an address; otherwise libcurl reads standard input.
      var none: UInt8 = 0
      return unsafe withUnsafeMutableBytes(of: &none) { empty in
        let start = unsafe buffer.baseAddress ?? UnsafeRawPointer(empty.baseAddress)
        return unsafe registry_curl_set_pointer(
          address, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start))
      }
    }
    try check(code, of: CURLOPT_COPYPOSTFIELDS)
  }

  /// A request whose options were not all taken must not be sent.
  private func check(_ code: CURLcode, of option: CURLoption) throws(HTTPFailure) {
    guard code != CURLE_OK else { return }
    let name = unsafe registry_curl_option_name(option).map { unsafe String(cString: $0) }
    throw HTTPFailure(
      .other,
      "libcurl does not take the option \(name ?? String(option.rawValue)): \(Self.text(of: code))")
  }

  /// The text of an error of libcurl.
  static func text(of code: CURLcode) -> String {
    unsafe String(cString: registry_curl_error(code))
  }
}
