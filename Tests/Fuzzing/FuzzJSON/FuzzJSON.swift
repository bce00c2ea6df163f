import FuzzSupport

@main enum FuzzJSON {
  static func main() {
    Fuzzer.run { Fuzzer.require($0, $1, DocumentInvariants.checkJSON) }
  }
}
