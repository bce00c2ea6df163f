import ArgumentParser
import Testing

@testable import scregistry

@Suite("Commands")
struct CommandNameTests {
  /// A command and those below it.
  private static func all(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    [command] + command.configuration.subcommands.flatMap(all)
  }

  /// The library makes a missing name from the type, with a search through all types of the program
  /// at each start, which was half the time that the program took to start.
  @Test func `write down their names`() {
    let commands = Self.all(of: ScregistryTool.self)
    #expect(commands.count > 60)
    for command in commands {
      #expect(command.configuration.commandName != nil, "\(command)")
    }
  }
}
