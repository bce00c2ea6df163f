internal import CCurl
internal import Glibc
internal import Locks
internal import Synchronization

/// Runs all transfers of a client on one thread with libcurl's multi interface.
final class TransferLoop: Sendable {
  private let queue: TransferQueue
  private let numbers = Atomic<UInt64>(0)

  /// Starts the thread.
  ///
  /// - Parameter options: The options of the requests.
  /// - Throws: A failure if libcurl or the thread can't be started.
  init(_ options: HTTPOptions) throws(HTTPFailure) {
    if let problem = unsafe registry_curl_load() {
      throw HTTPFailure(.other, unsafe String(cString: problem))
    }
    guard let multi = unsafe registry_curl_multi_init() else {
      throw HTTPFailure(.other, "libcurl can't be started")
    }
    let limits = [
      ("MAX_HOST_CONNECTIONS", CURLMOPT_MAX_HOST_CONNECTIONS, options.connectionsPerHost),
      ("MAX_TOTAL_CONNECTIONS", CURLMOPT_MAX_TOTAL_CONNECTIONS, 256),
    ]
    for (name, option, value) in limits {
      guard unsafe registry_curl_multi_set_long(multi, option, value) == CURLM_OK else {
        unsafe _ = registry_curl_multi_cleanup(multi)
        throw HTTPFailure(.other, "libcurl does not take the option \(name)")
      }
    }
    queue = unsafe TransferQueue(multi: multi)
    let start = ThreadStart(queue: queue, options: options)
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(start).toOpaque()
    let code = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        let start = unsafe Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
        var thread = TransferThread(start.queue, options: start.options)
        thread.run()
        return nil
      }, context)
    guard code == 0 else {
      unsafe Unmanaged<ThreadStart>.fromOpaque(context).release()
      throw HTTPFailure(.other, "no thread can be started")
    }
    _ = pthread_detach(thread)
  }

  deinit { queue.add(.stop) }

  /// The argument of the new thread.
  private final class ThreadStart: Sendable {
    let queue: TransferQueue
    let options: HTTPOptions

    init(queue: TransferQueue, options: HTTPOptions) {
      self.queue = queue
      self.options = options
    }
  }

  /// Starts a transfer.
  ///
  /// - Returns: Its number.
  func start(_ request: HTTPRequest, channel: TransferChannel) -> UInt64 {
    let number = numbers.wrappingAdd(1, ordering: .relaxed).newValue
    queue.add(.start(number, request, channel))
    return number
  }

  /// Resumes a paused transfer.
  func resume(_ number: UInt64) { queue.add(.resume(number)) }

  /// Ends a transfer.
  func cancel(_ number: UInt64) { queue.add(.cancel(number)) }
}

/// The commands for the transfer thread.
final class TransferQueue: Sendable {
  /// One command.
  enum Command: Sendable {
    case start(UInt64, HTTPRequest, TransferChannel)
    case resume(UInt64)
    case cancel(UInt64)
    case stop
  }

  private let commands = Lock<[Command]>([])
  /// The address of libcurl's multi handle, which any thread may use to wake the loop.
  private let address: UInt

  init(multi: UnsafeMutableRawPointer) { address = UInt(bitPattern: multi) }

  /// libcurl's multi handle.
  var multi: UnsafeMutableRawPointer? { unsafe UnsafeMutableRawPointer(bitPattern: address) }

  /// Adds a command, and wakes the loop unless other commands already wait.
  func add(_ command: Command) {
    commands.withLock { commands in
      commands.append(command)
      // Within the lock, since the handle is freed after a stop command.
      if commands.count == 1 { unsafe _ = registry_curl_multi_wakeup(multi) }
    }
  }

  /// Takes all waiting commands.
  func takeAll() -> [Command] {
    commands.withLock { commands in
      defer { commands = [] }
      return commands
    }
  }
}
