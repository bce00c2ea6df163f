import CFuzzer
import Glibc

/// The entry point to libFuzzer for all fuzzers.
package enum Fuzzer {
  /// The function that libFuzzer calls with each input.
  package typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

  /// Runs libFuzzer with the arguments of the program.
  package static func run(_ callback: Callback) -> Never {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(LLVMFuzzerRunDriver(&count, &arguments, callback))
  }

  /// Passes an input to a check, and stops the program if the check fails.
  package static func require(
    _ data: UnsafePointer<UInt8>?, _ count: Int, _ check: ([UInt8]) -> String?
  ) -> CInt {
    let text = Array(UnsafeBufferPointer(start: data, count: count))
    if let problem = check(text) { fatalError(problem) }
    return 0
  }
}
