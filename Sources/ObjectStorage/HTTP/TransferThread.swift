internal import CCurl

/// The loop of the transfer thread; only this thread uses libcurl.
struct TransferThread {
  private let queue: TransferQueue
  private let options: HTTPOptions
  private var active: [UInt64: (transfer: Transfer, handle: UInt)] = [:]
  /// Handles for reuse, which keep their buffers.
  private var idle: [UInt] = []
  private var isStopping = false

  init(_ queue: TransferQueue, options: HTTPOptions) {
    self.queue = queue
    self.options = options
  }

  /// Runs until a stop command.
  mutating func run() {
    while true {
      for command in queue.takeAll() { carryOut(command) }
      if isStopping { break }
      var running: Int32 = 0
      unsafe _ = registry_curl_multi_perform(queue.multi, &running)
      takeFinished()
      unsafe _ = registry_curl_multi_poll(queue.multi, 1000)
    }
    for number in active.keys { end(number, code: CURLE_ABORTED_BY_CALLBACK) }
    for handle in idle { unsafe registry_curl_easy_cleanup(Self.pointer(handle)) }
    unsafe _ = registry_curl_multi_cleanup(queue.multi)
  }

  private static func pointer(_ handle: UInt) -> UnsafeMutableRawPointer? {
    unsafe UnsafeMutableRawPointer(bitPattern: handle)
  }

  private mutating func carryOut(_ command: TransferQueue.Command) {
    switch command {
    case .start(let number, let request, let channel):
      start(number, request: request, channel: channel)
    case .resume(let number):
      guard let handle = active[number]?.handle else { return }
      unsafe _ = registry_curl_easy_pause(Self.pointer(handle), CURLPAUSE_CONT)
    case .cancel(let number):
      active[number]?.transfer.channel.finish(.failure(HTTPFailure(.cancelled, "cancelled")))
      end(number, code: CURLE_ABORTED_BY_CALLBACK)
    case .stop: isStopping = true
    }
  }

  private mutating func start(
    _ number: UInt64, request: HTTPRequest, channel: TransferChannel
  ) {
    guard let handle = unsafe Self.pointer(idle.popLast() ?? 0) ?? registry_curl_easy_init() else {
      return channel.finish(.failure(HTTPFailure(.other, "libcurl has no handle left")))
    }
    do throws(HTTPFailure) {
      let transfer = try Transfer(
        number: number, request: request, options: options, channel: channel,
        handle: unsafe EasyHandle(handle))
      active[number] = (transfer, UInt(bitPattern: handle))
    } catch {
      channel.finish(.failure(error))
      return putBack(UInt(bitPattern: handle))
    }
    let code = unsafe registry_curl_multi_add(queue.multi, handle)
    if code != CURLM_OK { end(number, code: CURLE_FAILED_INIT) }
  }

  private mutating func takeFinished() {
    var left: Int32 = 0
    while let message = unsafe registry_curl_multi_read(queue.multi, &left) {
      guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
      let code = unsafe message.pointee.data.result
      var address: UnsafeMutableRawPointer?
      unsafe _ = registry_curl_get_pointer(
        message.pointee.easy_handle, CURLINFO_PRIVATE, &address)
      if let transfer = unsafe Transfer.at(address) { end(transfer.number, code: code) }
    }
  }

  /// Removes a transfer from the loop and informs its task.
  private mutating func end(_ number: UInt64, code: CURLcode) {
    guard let (transfer, address) = active.removeValue(forKey: number) else { return }
    let handle = unsafe Self.pointer(address)
    unsafe _ = registry_curl_multi_remove(queue.multi, handle)
    transfer.finish(code)
    putBack(address)
  }

  /// Keeps a handle for another transfer, or frees it.
  private mutating func putBack(_ address: UInt) {
    let handle = unsafe Self.pointer(address)
    guard idle.count < options.connectionsPerHost else {
      unsafe registry_curl_easy_cleanup(handle)
      return
    }
    unsafe registry_curl_easy_reset(handle)
    idle.append(address)
  }
}
