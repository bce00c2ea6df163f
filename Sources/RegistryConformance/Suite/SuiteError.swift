public import RegistryReports

/// Why a suite, or a file that belongs to a run of it, can't be used.
public struct SuiteError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, file by file, with lines and columns.
  public let faults: [UnusableFile]

  init(_ faults: [UnusableFile]) { self.faults = faults }

  package init(_ file: String, detail: String) {
    faults = [UnusableFile(file, detail)]
  }

  /// One line for each fault.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}
