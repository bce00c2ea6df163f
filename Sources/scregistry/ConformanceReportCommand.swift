internal import ArgumentParser

extension ScregistryTool.ConformanceCommand {
  /// Says of a registry which requirements it meets.
  struct Statement: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "report", abstract: "Say of a registry which requirements of the spec it meets.")

    @Argument(help: "A directory, a URL or a bucket.")
    var target: String

    func run() async throws { throw ToolExit(code: 4) }
  }
}
