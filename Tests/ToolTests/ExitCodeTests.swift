import Testing

@Suite("Exit codes")
struct ExitCodeTests {
  @Test func `version`() throws {
    let run = try ToolProcess(["--version"])
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("0."))
    #expect(run.error.isEmpty)
  }
}
