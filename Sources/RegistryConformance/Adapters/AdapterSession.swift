internal import Formats
internal import RegistryReports

/// A session with an adapter, in the protocol.
final class AdapterSession {
  /// The answer of an adapter to a case.
  enum Answer: Sendable {
    /// It has a result.
    case result(Node)
    /// It skips the case.
    case skipped(message: String, issue: String?)
    /// It failed, and says so.
    case errored(message: String)
  }

  private let channel: any AdapterChannel
  private let timeout: Double
  private let isChecked: Bool
  private var sequence = 0

  /// Answers are small trees.
  private static let limits = TextLimits(
    depth: 64, size: AdapterProcess.lineLimit, values: 4_000_000)

  /// Opens a channel; sends nothing yet.
  ///
  /// - Parameters:
  ///   - spec: The adapter.
  ///   - timeout: How long to wait for an answer, in seconds.
  ///   - isChecked: Whether to check every line by the schema of the protocol.
  /// - Throws: ``AdapterFault`` when it can't be started.
  init(_ spec: AdapterSpec, timeout: Double, isChecked: Bool) throws(AdapterFault) {
    channel = try spec.open()
    self.timeout = timeout
    self.isChecked = isChecked
  }

  /// Starts the session.
  ///
  /// - Parameter suite: The version of the suite.
  /// - Returns: What the adapter says about its implementation.
  /// - Throws: ``AdapterFault``.
  func start(suite: String) async throws(AdapterFault) -> Implementation {
    let answer = try await ask(["cmd": "start", "protocol": 1, "suite": .string(suite)])
    guard let node = answer["implementation"], node.kind == .object else {
      throw AdapterFault(
        .wrongAnswer, detail: "its answer to start has no implementation: \(excerpt(answer))")
    }
    guard answer["protocol"]?.integer == 1 else {
      throw AdapterFault(.wrongAnswer, detail: "it does not speak version 1 of the protocol")
    }
    let implementation = Implementation(node)
    guard !implementation.classes.isEmpty, !implementation.grades.isEmpty else {
      throw AdapterFault(
        .wrongAnswer,
        detail: "its answer to start names no classes, or no grades: \(excerpt(answer))")
    }
    return implementation
  }

  /// Chooses a version of the spec.
  ///
  /// - Returns: Whether the adapter knows it.
  func choose(spec: String) async throws(AdapterFault) -> Bool {
    let answer = try await ask(["cmd": "spec", "version": .string(spec)])
    guard let isKnown = answer["ok"]?.bool else {
      throw AdapterFault(
        .wrongAnswer, detail: "its answer to spec has no boolean ok: \(excerpt(answer))")
    }
    return isKnown
  }

  /// Sends a case to the adapter.
  ///
  /// - Parameters:
  ///   - one: The case.
  ///   - place: Where its files are.
  /// - Returns: The adapter's answer.
  /// - Throws: ``AdapterFault``; the session is unusable after that.
  func run(_ one: SuiteCase, in place: CasePlace) async throws(AdapterFault) -> Answer {
    sequence += 1
    let answer = try await ask([
      "cmd": "run", "seq": .number(sequence), "case": Self.message(one, place: place),
    ])
    guard answer["seq"]?.integer == sequence else {
      throw AdapterFault(
        .wrongSequence,
        detail:
          "it answered \(answer["seq"].map { excerpt($0) } ?? "nothing") to request \(sequence)")
    }
    if let result = answer["result"], result.kind == .object { return .result(result) }
    if answer["skipped"]?.bool == true {
      return .skipped(message: answer["message"]?.text ?? "", issue: answer["issue"]?.string)
    }
    if answer["errored"]?.bool == true {
      let context = answer["context"]
      return .errored(
        message: context?["message"]?.string ?? context.map { excerpt($0) } ?? "no reason given")
    }
    throw AdapterFault(
      .wrongAnswer,
      detail: "its answer to run is neither a result, skipped nor errored: \(excerpt(answer))"
    )
  }

  /// A case as an adapter receives it.
  private static func message(_ one: SuiteCase, place: CasePlace) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("id", .string(one.id)), ("class", .string(one.kind.rawValue)),
      ("features", .array(one.features.map { .string($0) })), ("input", one.input),
    ]
    if let root = place.root { members.append(("root", .string(root))) }
    if let endpoint = place.endpoint { members.append(("endpoint", .string(endpoint))) }
    return .object(members)
  }

  /// Ends the session.
  ///
  /// - Returns: What is wrong with how the adapter ended; nil if nothing is wrong.
  func stop() -> String? {
    channel.end(with: JSONWriter.write(["cmd": "stop"], layout: .singleLine))
  }

  /// The adapter's standard error since the previous call.
  func takeDiagnostics() -> String { channel.takeDiagnostics() }

  private func ask(_ request: JSONValue) async throws(AdapterFault) -> Node {
    let line = JSONWriter.write(request, layout: .singleLine)
    if isChecked { try Self.check(line, from: "the runner") }
    let answer = try await channel.exchange(line, within: timeout)
    if isChecked { try Self.check(answer, from: "it") }
    do throws(SyntaxFault) {
      let document = try JSONParser.parse(answer, limits: Self.limits)
      let isText = document.remarks.allSatisfy { remark in
        if case .invalidUTF8 = remark.kind { false } else { true }
      }
      guard isText else {
        throw SyntaxFault(.encoding, offset: 0, "it is not UTF-8")
      }
      if document.root.kind == .object { return document.root }
    } catch {
      throw AdapterFault(
        .garbage,
        detail: "it wrote something that is not JSON (\(error.message)): \(excerpt(answer))")
    }
    throw AdapterFault(.garbage, detail: "it wrote JSON that is not an object: \(excerpt(answer))")
  }

  private static func check(_ line: [UInt8], from sender: String) throws(AdapterFault) {
    do throws(UnusableFile) {
      _ = try SuiteFormats.line.root(of: line, name: "line")
    } catch {
      let member = error.member.map { $0.isEmpty ? "" : " at \($0)" } ?? ""
      throw AdapterFault(
        .protocolViolation,
        detail:
          "\(sender) wrote something that the protocol does not allow\(member): \(error.detail)")
    }
  }

  private func excerpt(_ node: Node) -> String {
    excerpt(JSONWriter.write(node, layout: .singleLine))
  }

  private func excerpt(_ bytes: [UInt8]) -> String {
    HarmlessText.of(String(decoding: bytes.prefix(120), as: UTF8.self))
  }
}
