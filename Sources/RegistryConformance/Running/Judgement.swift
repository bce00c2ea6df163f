internal import Formats
internal import RegistryValidation

/// How far an answer is as expected.
public struct Judgement: Sendable, Hashable {
  /// Something missing, and the lowest grade that is not reached because of it.
  public struct Reason: Sendable, Hashable {
    /// The grade that is not reached.
    public var grade: Grade
    /// What is missing, in one line.
    public var text: String
  }

  /// What is missing; empty if the answer is as expected in every respect.
  public private(set) var reasons: [Reason] = []

  /// The maximum number of reasons.
  private static let reasonLimit = 50

  /// The best grade that is reached; nil if not even the lowest is.
  public var grade: Grade? {
    let failed = reasons.map(\.grade).min()
    return Grade.allCases.last { grade in failed.map { grade < $0 } ?? true }
  }

  /// Judges an answer.
  ///
  /// - Parameters:
  ///   - result: The answer.
  ///   - expectation: What is expected.
  init(_ result: Node, by expectation: Expectation) {
    switch expectation {
    case .findings(let expected): judge(result, by: expected)
    case .rows(let rows): judge(result, rows: rows)
    case .value(let value): judge(result, value: value)
    case .unit(let value): judge(result, unit: value)
    case .registry(let expected): judge(result, by: expected)
    case .refusal:
      if result["error"]?.string == nil {
        miss(.verdict, text: "it answered, but a refusal was expected")
      }
    case .anyOf(let alternatives):
      let judgements = alternatives.map { Judgement(result, by: $0) }
      // The closest one.
      let best = judgements.max { ($0.grade?.rawValue ?? 0) < ($1.grade?.rawValue ?? 0) }
      if let best { self = best }
    }
  }

  /// The reasons that count up to a grade.
  func reasons(upTo grade: Grade) -> [String] {
    reasons.filter { $0.grade <= grade }.map(\.text)
  }

  mutating func miss(_ grade: Grade, text: String) {
    let reason = Reason(grade: grade, text: HarmlessText.of(text))
    guard reasons.count >= Self.reasonLimit else { return reasons.append(reason) }
    // Too many reasons: those of higher grades are dropped, so that the grade is right.
    if let last = reasons.last, grade < last.grade { reasons[reasons.count - 1] = reason }
  }

  /// Notes a refusal where an answer was expected.
  ///
  /// - Returns: Whether there was one.
  mutating func missIfRefused(_ result: Node) -> Bool {
    guard let error = result["error"]?.string else { return false }
    miss(.verdict, text: "it refused: \(error)")
    return true
  }

  /// A value in one short line.
  static func text(_ node: Node?) -> String {
    guard let node else { return "nothing" }
    let text = String(decoding: JSONWriter.write(node, layout: .singleLine), as: UTF8.self)
    return text.count > 200 ? text.prefix(200) + "…" : text
  }
}

// MARK: - Values

extension Judgement {
  mutating func judge(_ result: Node, value: Node) {
    guard !missIfRefused(result) else { return }
    guard let actual = result["value"] else { return miss(.verdict, text: "it gave no value") }
    // Lists of names are also compared without their order, which matters less.
    if value.kind == .array, actual.kind == .array {
      let expected = value.elements.map { Self.text($0) }
      let given = actual.elements.map { Self.text($0) }
      guard expected.sorted() == given.sorted() else {
        return miss(.verdict, text: "expected \(Self.text(value)), got \(Self.text(actual))")
      }
      if expected != given {
        miss(.exact, text: "expected in this order: \(Self.text(value)), got \(Self.text(actual))")
      }
      return
    }
    guard let place = Sameness.difference(value, actual: actual) else { return }
    miss(.verdict, text: Self.difference(value, actual: actual, place: place))
  }

  mutating func judge(_ result: Node, unit value: Node) {
    guard !missIfRefused(result) else { return }
    guard let actual = result["value"] else { return miss(.verdict, text: "it gave no value") }
    guard value.kind == .object, let isValid = value["valid"], actual.kind == .object else {
      if let place = Sameness.difference(value, actual: actual) {
        miss(.verdict, text: Self.difference(value, actual: actual, place: place))
      }
      return
    }
    if Sameness.difference(isValid, actual: actual["valid"]) != nil {
      return miss(.verdict, text: Self.difference(value, actual: actual, place: "/valid"))
    }
    if let place = Sameness.difference(value, actual: actual) {
      miss(.exact, text: Self.difference(value, actual: actual, place: place))
    }
  }

  private static func difference(_ expected: Node, actual: Node, place: String) -> String {
    let at = place.isEmpty ? "" : "at \(place): "
    return "\(at)expected \(text(expected)), got \(text(actual))"
  }
}
