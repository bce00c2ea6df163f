internal import RegistryConformance
internal import RegistryPublishing
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

extension ReadingError: ToolError {
  var lines: String { "scregistry: \(TextStyle.harmless(description))\n" }
  var messageLine: MessageLine? { MessageLine(self, exitCode: exitCode) }

  /// 2 if something is not found or ambiguous, 3 if it can't be read, 4 if it can't be written.
  var exitCode: Int32 {
    switch code {
    case .notFound, .ambiguous: 2
    case .notWritten, .noRoom: 4
    default: 3
    }
  }
}

extension PublishingError: ToolError {
  var lines: String { TextStyle.harmless(description) + "\n" }

  /// 2 for the mission, 3 if something can't be read, 4 if it can't be written.
  var exitCode: Int32 {
    switch code {
    case .write, .conflict: 4
    case .mission: 2
    case .source, .destination: 3
    }
  }
}

extension ConfigurationError: ToolError {
  var lines: String { description }
  var exitCode: Int32 { 2 }
}

extension UnusableFile: ToolError {
  var lines: String { "\(self)\n" }
  var exitCode: Int32 { 2 }
}

extension MergeError: ToolError {
  var lines: String { "\(self)\n" }
  var exitCode: Int32 { 2 }
}

extension SuiteError: ToolError {
  var lines: String { "\(self)\n" }
  var exitCode: Int32 { 2 }
}

extension SchemaProblem: ToolError {
  var lines: String {
    SchemaReport().text(of: self)
      + (isMissingSchema ? "  help: pass other schemas with --resource URI=PATH\n" : "")
  }
  var exitCode: Int32 { 2 }
}

extension WriteFailure: ToolError {
  var lines: String { message }
}
