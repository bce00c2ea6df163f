internal import Formats
internal import RegistryValidation

/// Why a report or a baseline can't be used.
public struct UnusableFile: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let name: String
  /// The line, counted from 1; nil if the fault is not on one line.
  public let line: Int?
  /// The column, counted from 1.
  public let column: Int?
  /// The member, as a JSON Pointer; nil if the fault is not in a member.
  public let member: String?
  /// The fault.
  public let detail: String

  /// Says why a file can't be used.
  package init(
    _ name: String, _ detail: String, line: Int? = nil, column: Int? = nil, member: String? = nil
  ) {
    self.name = name
    self.detail = detail
    self.line = line
    self.column = column
    self.member = member
  }

  /// The place and the fault, in one line that is harmless for a terminal.
  public var description: String {
    let place = line.map { ":\($0)" + (column.map { ":\($0)" } ?? "") } ?? ""
    let member = member.map { $0.isEmpty ? "" : "\($0): " } ?? ""
    return TextStyle.harmless("\(name)\(place): \(member)\(detail)")
  }
}

/// A member with a wrong value.
struct MemberFault: Error {
  /// The value, or the object that lacks a member.
  var node: Node
  /// The fault, with the name of the member.
  var detail: String

  init(_ node: Node, _ detail: String) {
    self.node = node
    self.detail = detail
  }

  /// Adds the file to the fault.
  ///
  /// - Parameters:
  ///   - name: The file.
  ///   - lines: The number of lines before the text.
  /// - Returns: The same, with its place in the file.
  func inFile(_ name: String, after lines: Int = 0) -> UnusableFile {
    let place = LineIndex(node.document.source).position(at: node.sourceRange.lowerBound)
    return UnusableFile(name, detail, line: place.line + lines, column: place.column)
  }
}
