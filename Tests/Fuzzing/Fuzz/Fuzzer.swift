import CFuzzer
import Glibc
import ParserChecks

/// Passes the inputs of libFuzzer to the parser that the environment names.
@main enum Fuzzer {
  /// The check named by `SCREGISTRY_PARSER`.
  private static let check: ParserCheck = {
    let name = unsafe getenv("SCREGISTRY_PARSER").map { unsafe String(cString: $0) } ?? ""
    guard let check = ParserCheck.all.first(where: { $0.name == name }) else {
      print("SCREGISTRY_PARSER must be one of:")
      for check in ParserCheck.all { print(check.name) }
      exit(2)
    }
    return check
  }()

  static func main() {
    _ = check
    var count = CommandLine.argc
    typealias Words = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    var arguments: Words? = unsafe CommandLine.unsafeArgv
    exit(
      unsafe LLVMFuzzerRunDriver(&count, &arguments) { data, count in
        unsafe Fuzzer.require(Array(UnsafeBufferPointer(start: data, count: count)))
        return 0
      })
  }

  /// Stops the program if the check fails.
  private static func require(_ bytes: [UInt8]) {
    if let problem = check.problem(bytes) { fatalError(problem) }
  }
}
