import Testing

@Suite struct SmokeTests {
  @Test func `runs`() { #expect(Bool(true)) }
}
