internal import Formats

/// How the responses of a server follow one another: each says where it begins and where the next
/// one does.
///
/// A response that begins after a key or with a token lacks everything before, unless the response
/// before it ends there. A listing that begins so was limited by the user, or lost its first page.
struct PageChain: Sendable {
  /// What one response says.
  private struct Page {
    /// The places where it begins, by the names of the members.
    var starts: [String: String] = [:]
    /// The places where the next one begins, by the names of the members.
    var ends: [String: String] = [:]
    /// The last key of its objects.
    var lastKey: String?
  }

  private var page = Page()
  private var before: Page?

  /// The members that say where a response begins, with those of the response before it.
  private static let ends = [
    "ContinuationToken": "NextContinuationToken", "StartAfter": nil, "Marker": "NextMarker",
    "KeyMarker": "NextKeyMarker",
  ]
  private static let names = Set(ends.values.compactMap(\.self))

  /// Notes a member of the response.
  ///
  /// - Parameters:
  ///   - name: The name of the member.
  ///   - value: Its value.
  mutating func note(_ name: String, value: Node) {
    guard let text = value.string, !text.isEmpty else { return }
    if Self.ends.keys.contains(name) { page.starts[name] = text }
    if Self.names.contains(name) { page.ends[name] = text }
  }

  /// Ends a response.
  ///
  /// - Parameter lastKey: The last key of its objects; nil without one.
  /// - Returns: Why keys before its own are missing; nil if none are.
  mutating func endPage(lastKey: String?) -> String? {
    defer {
      page.lastKey = lastKey ?? before?.lastKey
      before = page
      page = Page()
    }
    for (name, start) in page.starts.sorted(by: { $0.key < $1.key })
    where !follows(name, start: start) {
      return name == "ContinuationToken"
        ? "a page is missing before this one: no page says that \(start.abbreviated) is next"
        : "only keys after \(start.abbreviated) are listed: it has \(name)"
    }
    return nil
  }

  /// Whether the response before ends where this one begins.
  private func follows(_ name: String, start: String) -> Bool {
    guard let before else { return false }
    if let next = Self.ends[name] ?? nil, let end = before.ends[next] { return end == start }
    guard name != "ContinuationToken" else { return false }
    // With a token, the first key of the request is repeated; its fault is known already.
    if name == "StartAfter", before.starts[name] == start { return true }
    return before.lastKey == start || before.lastKey == PercentEncoding.decode(start)
  }
}
