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
enum DocumentRecipes {
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
    .registryVersionMissing: MemberRecipes.addVersion,
    .registryVersionKeyOfAnotherVersion: MemberRecipes.renameVersionKey,
    .modificationForModificationDate: { MemberRecipes.rename($0, to: "modificationDate") },
    .registryEndpointInASubBucket: TextRecipes.cutToBucket,
    .endpointRepeated: MemberRecipes.removeRepeatedElement,
    .providerUnknown: { TextRecipes.lowerCase($0, known: TextRecipes.providers) },
    .registryEndpointWithoutFinalSlash: TextRecipes.addSlash,
    .registryWrongType: MemberRecipes.makeTextOrRemove,
    .catalogVersionMissing: MemberRecipes.addVersion,
    .catalogVersionKeyOfAnotherVersion: MemberRecipes.renameVersionKey,
    .versionKeysDisagree: MemberRecipes.removeVersionKey,
    .versionNotMajorMinor: TextRecipes.shortenVersion,
    .statusMissing: {
      MemberRecipes.add(
        "status", text: #"{"code": 1200, "message": "OK"}"#, to: $0.node, safety: .unsafe)
    },
    .statusAsText: TextRecipes.statusObject, .statusCodeAsText: TextRecipes.statusCode,
    .egressUnknownKeyword: TextRecipes.egressWords, .egressAsList: TextRecipes.joinEgress,
    .catalogWrongType: MemberRecipes.makeTextOrRemove, .catalogNullValue: MemberRecipes.removeNull,
    .catalogEndpointWithoutFinalSlash: TextRecipes.addSlash,
    .idMissing: MemberRecipes.renameDatasetID, .indexWithoutFinalSlash: TextRecipes.addIndexSlash,
    .indexNotAnAddress: TextRecipes.lowerCaseScheme,
    .registryEndpointNotABucketAddress: TextRecipes.lowerCaseScheme,
    .catalogEndpointNotABucketAddress: TextRecipes.lowerCaseScheme,
    .indexOverHTTP: TextRecipes.secureScheme, .modificationMissing: MemberRecipes.addModification,
    .indextypeMissing: { MemberRecipes.addIndexType($0) }, .indextypeUnknown: TextRecipes.indexType,
    .filetypeInOtherCase: { TextRecipes.lowerCase($0, known: nil) },
    .filetypeAsList: TextRecipes.joinFileTypes,
    .filetypeWithBlanks: TextRecipes.removeBlanks, .multiyearNotBoolean: TextRecipes.boolean,
    .datasetNullValue: MemberRecipes.removeNull, .datasetWrongType: MemberRecipes.makeTextOrRemove,
    .fieldOfAnotherVersion: FieldNameRecipes.rename,
    .entryRepeated: MemberRecipes.removeRepeatedElement,
    .timeMalformed: TextRecipes.time, .timeImpossible: TextRecipes.time,
    .timeWithoutZ: TextRecipes.time,
    .timeWithPointForColon: TextRecipes.time, .timeWithoutMinutes: TextRecipes.coarseTime,
    .timeFinerThanMilliseconds: TextRecipes.fineTime,
    .optionalTimeMalformed: TextRecipes.time,
    .parameterTypeUnknown: { TextRecipes.lowerCase($0, known: TextRecipes.parameterTypes) },
    .infoVersionMissing: MemberRecipes.addVersion,
    .parameterRepeated: MemberRecipes.removeRepeatedElement,
    .infoWrongType: MemberRecipes.makeTextOrRemove,
    .startDiffersFromFirstRow: TextRecipes.expectedTime,
    .stopBeforeLastRow: TextRecipes.expectedTime,
    .stopAfterLastRow: TextRecipes.expectedTime, .multiyearNeeded: MemberRecipes.addMultiyear,
    .indexFormatDiffers: TextRecipes.expectedWord,
  ]
}
