internal import Formats

/// Why a file of this program's own formats, a report or a baseline, can't be used.
public struct UnusableFile: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let name: String
  /// The line, counted from 1; nil if it is the file as a whole.
  public let line: Int?
  /// The column, counted from 1.
  public let column: Int?
  /// The member, as a JSON Pointer; nil if it is none.
  public let member: String?
  /// What is the matter.
  public let detail: String

  package init(
    _ name: String, _ detail: String, line: Int? = nil, column: Int? = nil, member: String? = nil
  ) {
    self.name = name
    self.detail = detail
    self.line = line
    self.column = column
    self.member = member
  }

  /// The place and what is the matter, in one line that is harmless for a terminal.
  public var description: String {
    let place = line.map { ":\($0)" + (column.map { ":\($0)" } ?? "") } ?? ""
    let member = member.map { $0.isEmpty ? "" : "\($0): " } ?? ""
    return TextStyle.harmless("\(name)\(place): \(member)\(detail)")
  }
}

/// A member that has another value than it should.
struct MemberFault: Error {
  /// The value, or the object that lacks a member.
  var node: Node
  /// What is the matter, with the name of the member.
  var detail: String

  init(_ node: Node, _ detail: String) {
    self.node = node
    self.detail = detail
  }

  /// Says it of a file.
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
