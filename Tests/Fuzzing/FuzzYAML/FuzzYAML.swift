import FuzzSupport

@main enum FuzzYAML {
  static func main() {
    Fuzzer.run { Fuzzer.require($0, $1, DocumentInvariants.checkYAML) }
  }
}
