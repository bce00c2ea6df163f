internal import Formats

/// Why a configuration can't be used: all its faults.
public struct ConfigurationError: Error, Sendable, Hashable {
  /// One fault.
  public struct Fault: Sendable, Hashable {
    /// The line, counted from 1; nil for a fault of the whole file.
    public var line: Int?
    /// The column, counted from 1 in Unicode scalars.
    public var column: Int?
    /// The fault, in one line without a final period.
    public var message: String
    /// How to fix it.
    public var help: String?

    /// Makes a fault.
    ///
    /// - Parameters:
    ///   - message: The fault, in one line.
    ///   - line: The line.
    ///   - column: The column.
    ///   - help: How to fix it.
    public init(_ message: String, line: Int? = nil, column: Int? = nil, help: String? = nil) {
      self.message = message
      self.line = line
      self.column = column
      self.help = help
    }
  }

  /// The name of the file, for messages.
  public let path: String
  /// The faults, in the order of the text; at least one.
  public let faults: [Fault]
  /// The number of faults that are not listed.
  public let omitted: Int

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - faults: The faults.
  ///   - omitted: The number of faults that are not listed.
  public init(_ path: String, faults: [Fault], omitted: Int = 0) {
    self.path = path
    self.faults = faults
    self.omitted = omitted
  }
}

extension ConfigurationError: CustomStringConvertible {
  /// The faults as `FILE:LINE:COLUMN: message`, each with its help on the next line.
  public var description: String {
    let lines = faults.map { fault in
      let place = fault.line.map { ":\($0):\(fault.column ?? 1)" } ?? ""
      let help = fault.help.map { "  help: \(HarmlessText.of($0))\n" } ?? ""
      return "\(HarmlessText.of(path))\(place): \(HarmlessText.of(fault.message))\n\(help)"
    }
    return lines.joined() + (omitted > 0 ? "... and \(omitted) more\n" : "")
  }
}
