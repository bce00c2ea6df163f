internal import Formats
internal import SharedCloudRegistry

/// A value of a JSON document with a fault.
struct FaultyValue {
  /// The rule.
  var rule: RuleID
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

/// Computes fixes for the faults of JSON documents, by their rules.
///
/// Edits are as small as possible, so that the order of keys, unknown keys, white space and the
/// spelling of numbers stay.
enum DocumentFixes {
  /// Computes a fix.
  typealias Maker = @Sendable (FaultyValue) -> Fix?

  /// Returns the fix of a fault; nil if none exists.
  static func fix(_ value: FaultyValue) -> Fix? {
    guard let fix = makers[value.rule]?(value) else { return nil }
    // Large fixes would make the report too large.
    return fix.edits.allSatisfy { $0.text.utf8.count <= 10_000 } ? fix : nil
  }

  /// The rules with fixes, and the functions that compute them.
  static let makers: [RuleID: Maker] = [
    .registryVersionMissing: MemberFixes.addVersion,
    .registryVersionKeyOfAnotherVersion: MemberFixes.renameVersionKey,
    .modificationForModificationDate: { MemberFixes.rename($0, to: "modificationDate") },
    .registryEndpointInASubBucket: TextFixes.cutToBucket,
    .endpointRepeated: MemberFixes.removeRepeatedElement,
    .providerUnknown: { TextFixes.lowerCase($0, known: TextFixes.providers) },
    .registryEndpointWithoutFinalSlash: TextFixes.addSlash,
    .registryWrongType: MemberFixes.makeTextOrRemove,
    .catalogVersionMissing: MemberFixes.addVersion,
    .catalogVersionKeyOfAnotherVersion: MemberFixes.renameVersionKey,
    .versionKeysDisagree: MemberFixes.removeVersionKey,
    .versionNotMajorMinor: TextFixes.shortenVersion,
    .catalogEndpointInASubBucket: TextFixes.cutToBucket,
    .statusMissing: {
      MemberFixes.add("status", #"{"code": 1200, "message": "OK"}"#, to: $0.node, .unsafe)
    },
    .statusAsText: TextFixes.statusObject, .statusCodeAsText: TextFixes.statusCode,
    .egressUnknownKeyword: TextFixes.egressWords, .egressAsList: TextFixes.joinEgress,
    .catalogWrongType: MemberFixes.makeTextOrRemove, .catalogNullValue: MemberFixes.removeNull,
    .catalogEndpointWithoutFinalSlash: TextFixes.addSlash,
    .idMissing: MemberFixes.renameDatasetID, .indexWithoutFinalSlash: TextFixes.addIndexSlash,
    .indexOverHTTP: TextFixes.secureScheme, .modificationMissing: MemberFixes.addModification,
    .indextypeMissing: { MemberFixes.addIndexType($0) }, .indextypeUnknown: TextFixes.indexType,
    .filetypeInOtherCase: { TextFixes.lowerCase($0, known: nil) },
    .filetypeAsList: TextFixes.joinFileTypes,
    .filetypeWithBlanks: TextFixes.removeBlanks, .multiyearNotBoolean: TextFixes.boolean,
    .datasetNullValue: MemberFixes.removeNull, .datasetWrongType: MemberFixes.makeTextOrRemove,
    .fieldOfAnotherVersion: FieldNameFixes.rename,
    .entryRepeated: MemberFixes.removeRepeatedElement,
    .timeMalformed: TextFixes.time, .timeImpossible: TextFixes.time, .timeWithoutZ: TextFixes.time,
    .timeWithPointForColon: TextFixes.time, .timeWithoutMinutes: TextFixes.coarseTime,
    .timeFinerThanMilliseconds: TextFixes.fineTime,
    .optionalTimeMalformed: TextFixes.time,
    .parameterTypeUnknown: { TextFixes.lowerCase($0, known: TextFixes.parameterTypes) },
    .infoVersionMissing: MemberFixes.addVersion,
    .parameterRepeated: MemberFixes.removeRepeatedElement,
    .infoWrongType: MemberFixes.makeTextOrRemove,
    .startDiffersFromFirstRow: TextFixes.expectedTime, .stopBeforeLastRow: TextFixes.expectedTime,
    .stopAfterLastRow: TextFixes.expectedTime, .multiyearNeeded: MemberFixes.addMultiyear,
    .indexFormatDiffers: TextFixes.expectedWord,
  ]
}
