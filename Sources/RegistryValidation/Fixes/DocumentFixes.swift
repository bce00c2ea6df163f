internal import Formats
internal import SharedCloudRegistry

/// A value of a JSON document with a fault.
struct FaultyValue {
  /// The code of the rule.
  var code: String
  /// The value, or the object that lacks a member.
  var node: Node
  /// The dialect of the document.
  var dialect: Dialect
  /// The current time; nil to ignore it.
  var now: SCRTime?
  /// The value that the rule expects.
  var expected: String?

  /// The key of the member with this value.
  var key: Node { Node(document: node.document, index: node.index - 1) }
}

/// Computes fixes for the faults of JSON documents, by the code of the rule.
///
/// Edits are as small as possible, so that the order of keys, unknown keys, white space and the
/// spelling of numbers stay.
enum DocumentFixes {
  /// Computes a fix.
  typealias Maker = @Sendable (FaultyValue) -> Fix?

  /// Returns the fix of a fault; nil if none exists.
  static func fix(_ value: FaultyValue) -> Fix? {
    guard let fix = makers[value.code]?(value) else { return nil }
    // Large fixes would make the report too large.
    return fix.edits.allSatisfy { $0.text.utf8.count <= 10_000 } ? fix : nil
  }

  /// The rules with fixes, and the functions that compute them.
  static let makers: [String: Maker] = [
    "REG002": MemberFixes.addVersion, "REG003": MemberFixes.renameVersionKey,
    "REG005": { MemberFixes.rename($0, to: "modificationDate") },
    "REG009": TextFixes.cutToBucket, "REG010": MemberFixes.removeRepeatedElement,
    "REG013": { TextFixes.lowerCase($0, known: TextFixes.providers) },
    "REG016": TextFixes.addSlash, "REG017": MemberFixes.makeTextOrRemove,
    "CAT002": MemberFixes.addVersion, "CAT003": MemberFixes.renameVersionKey,
    "CAT004": MemberFixes.removeVersionKey, "CAT005": TextFixes.shortenVersion,
    "CAT009": TextFixes.cutToBucket,
    "CAT011": {
      MemberFixes.add("status", #"{"code": 1200, "message": "OK"}"#, to: $0.node, .unsafe)
    },
    "CAT012": TextFixes.statusObject, "CAT013": TextFixes.statusCode,
    "CAT016": TextFixes.egressWords, "CAT018": TextFixes.joinEgress,
    "CAT020": MemberFixes.makeTextOrRemove, "CAT021": MemberFixes.removeNull,
    "CAT024": TextFixes.addSlash,
    "DST001": MemberFixes.renameDatasetID, "DST004": TextFixes.addIndexSlash,
    "DST007": TextFixes.secureScheme, "DST011": MemberFixes.addModification,
    "DST013": { MemberFixes.addIndexType($0) }, "DST014": TextFixes.indexType,
    "DST017": { TextFixes.lowerCase($0, known: nil) }, "DST018": TextFixes.joinFileTypes,
    "DST019": TextFixes.removeBlanks, "DST020": TextFixes.boolean,
    "DST021": MemberFixes.removeNull, "DST025": MemberFixes.makeTextOrRemove,
    "DST030": FieldNameFixes.rename, "DST032": MemberFixes.removeRepeatedElement,
    "TIM001": TextFixes.time, "TIM002": TextFixes.time, "TIM003": TextFixes.time,
    "TIM004": TextFixes.time, "TIM006": TextFixes.coarseTime, "TIM007": TextFixes.fineTime,
    "TIM008": TextFixes.time,
    "INF004": { TextFixes.lowerCase($0, known: TextFixes.parameterTypes) },
    "INF005": MemberFixes.addVersion, "INF007": MemberFixes.removeRepeatedElement,
    "INF008": MemberFixes.makeTextOrRemove,
    "XRF005": TextFixes.expectedTime, "XRF006": TextFixes.expectedTime,
    "XRF007": TextFixes.expectedTime, "XRF008": MemberFixes.addMultiyear,
    "XRF016": TextFixes.expectedWord,
  ]
}
