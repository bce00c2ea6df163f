import Files
import Testing

@testable import ObjectStorage

@Suite("A request that the deadline ends")
struct DeadlineTests {
  private let timeout = HTTPFailure(.timedOut, "Operation timed out after 26 milliseconds")

  @Test func `says so, and what to do`() {
    var options = HTTPOptions()
    options.deadline = SteadyClock.seconds - 1
    #expect(options.explained(timeout) == options.lateness)
    #expect(options.lateness?.detail.contains("--deadline") == true)
  }

  @Test func `is another one if another limit or fault ended it`() {
    var options = HTTPOptions()
    #expect(options.explained(timeout) == timeout)
    options.deadline = SteadyClock.seconds + 60
    #expect(options.explained(timeout) == timeout)
    options.deadline = SteadyClock.seconds - 1
    let reset = HTTPFailure(.reset, "reset")
    #expect(options.explained(reset) == reset)
  }
}
