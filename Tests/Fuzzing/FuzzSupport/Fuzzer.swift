import CFuzzer
import Glibc

/// The way into libFuzzer for all fuzzers.
package enum Fuzzer {
  /// What libFuzzer calls with each text it has made.
  package typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

  /// Runs libFuzzer with the arguments of the program.
  package static func run(_ callback: Callback) -> Never {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(LLVMFuzzerRunDriver(&count, &arguments, callback))
  }

  /// Gives a text to a check and stops the program if that finds anything wrong.
  package static func require(
    _ data: UnsafePointer<UInt8>?, _ count: Int, _ check: ([UInt8]) -> String?
  ) -> CInt {
    let text = Array(UnsafeBufferPointer(start: data, count: count))
    if let problem = check(text) { fatalError(problem) }
    return 0
  }
}
