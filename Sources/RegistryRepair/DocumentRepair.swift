internal import Formats
internal import RegistryValidation

/// Fixes one JSON document by the fixes of its findings.
struct DocumentRepair {
  let fixer: Fixer
  let options: CheckOptions
  /// The number of places fixed, by rule.
  private(set) var counts: [String: Int] = [:]
  /// Why the document stays unchanged.
  private(set) var refusal: String?

  /// The maximum number of faults of syntax that one call fixes.
  private static let syntaxLimit = 200

  init(fixer: Fixer, options: CheckOptions) {
    self.fixer = fixer
    self.options = options
  }

  /// Applies fixes; nil if none can be applied.
  ///
  /// - Parameters:
  ///   - source: The text with the findings.
  ///   - findings: The findings to fix.
  /// - Returns: The new text.
  mutating func fixed(_ source: [UInt8], by findings: [Finding]) -> [UInt8]? {
    var text = EditedText(source)
    let sorted = findings.sorted { ($0.place, $0.rule) < ($1.place, $1.rule) }
    for finding in sorted {
      guard let fix = finding.fix, text.add(fix.edits) else { continue }
      counts[finding.rule, default: 0] += 1
    }
    guard !text.isUnchanged else { return nil }
    let result = text.result()
    guard counts[RuleID.jsonSyntax.code] == nil else { return withoutMoreFaults(result) }
    guard let old = parsed(source), let new = parsed(result),
      DocumentComparison(old, new: new, edits: text.edits).isExplained
    else {
      refusal = "its fixes would have changed other values too"
      return nil
    }
    return result
  }

  private func parsed(_ text: [UInt8]) -> Document? {
    let limits = TextLimits(depth: options.documentDepth, size: options.documentSize)
    return try? JSONParser.parse(text, limits: limits)
  }

  /// Fixes the faults of syntax one by one, since each hides the next.
  private mutating func withoutMoreFaults(_ text: [UInt8]) -> [UInt8] {
    let limits = TextLimits(depth: options.documentDepth, size: options.documentSize)
    var text = text
    // A large document is not parsed as often.
    let limit = Swift.min(Self.syntaxLimit, (64 << 20) / (text.count + 1))
    for _ in 0..<limit {
      do throws(SyntaxFault) {
        _ = try JSONParser.parse(text, limits: limits)
        return text
      } catch {
        var edited = EditedText(text)
        guard let fix = SyntaxRecipes.fix(for: error, in: text), fixer.takes(fix, of: .jsonSyntax),
          edited.add(fix.edits)
        else { return text }
        counts[RuleID.jsonSyntax.code, default: 0] += 1
        text = edited.result()
      }
    }
    return text
  }
}

extension Finding {
  /// The start of the fix.
  fileprivate var place: Int { fix?.edits.first?.range.lowerBound ?? 0 }
}
