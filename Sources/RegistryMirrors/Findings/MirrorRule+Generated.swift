// Written by Schemas/rule_names.py from Schemas/rules.

/// The rules on mirrors, by their names; the raw values are the permanent codes.
enum MirrorRule: String, Sendable, CaseIterable {
  /// MIR001: the mirror lacks an object that the source's index lists.
  case objectMissing = "MIR001"
  /// MIR002: the mirror's object is not the source's.
  case objectDiffers = "MIR002"
  /// MIR003: the mirror's object disagrees with the mirror's own index.
  case objectDamaged = "MIR003"
  /// MIR004: the source has replaced the object since it was copied.
  case objectStale = "MIR004"
  /// MIR005: the mirror has an object that the source neither lists nor has.
  case objectExtra = "MIR005"
  /// MIR006: nothing proves at the required level that the object is the same.
  case levelNotReached = "MIR006"
  /// MIR007: most objects are missing, so there is one cause.
  case largelyMissing = "MIR007"
  /// MIR008: two keys differ only in case or in Unicode normalization.
  case namesCollide = "MIR008"
  /// MIR009: the source's index lists an object that neither the source nor the mirror has.
  case objectLost = "MIR009"
  /// MIR010: the mirror's index lacks a row of the source's.
  case rowMissing = "MIR010"
  /// MIR011: the mirror's index has a row that the source's lacks.
  case rowExtra = "MIR011"
  /// MIR012: a row of the mirror's index differs from the source's in more than the address.
  case rowChanged = "MIR012"
  /// MIR013: an address in the mirror's index is still the source's.
  case addressNotRewritten = "MIR013"
  /// MIR014: an address in the mirror's index was rewritten twice.
  case addressRewrittenTwice = "MIR014"
  /// MIR015: an address in the mirror's index was rewritten in the middle.
  case addressRewrittenInside = "MIR015"
  /// MIR016: an address in the mirror's index leads to a bucket that is not the mirror's.
  case addressElsewhere = "MIR016"
  /// MIR017: an index file of the mirror has the source's rows in another order.
  case orderDiffers = "MIR017"
  /// MIR018: the mirror lacks an index file of the source.
  case indexMissing = "MIR018"
  /// MIR019: the mirror has an index file that the source lacks.
  case indexExtra = "MIR019"
  /// MIR020: an object is at the source's place instead of the mapped one.
  case halfMoved = "MIR020"
  /// MIR030: the mirror's catalog lacks a dataset of the source.
  case datasetMissing = "MIR030"
  /// MIR031: the mirror's catalog has a dataset that the source lacks.
  case datasetExtra = "MIR031"
  /// MIR032: a dataset of the mirror's catalog differs from the source's.
  case datasetChanged = "MIR032"
  /// MIR033: the index of a dataset of the mirror is not the mapped address.
  case indexAddressWrong = "MIR033"
  /// MIR034: start or stop are the source's, but only a part is mirrored.
  case rangeOfSource = "MIR034"
  /// MIR035: endpoint of the mirror's catalog is not the mirror's address.
  case endpointOfSource = "MIR035"
  /// MIR036: the mirror's catalog has the source's name.
  case nameOfSource = "MIR036"
  /// MIR037: the mirror's catalog has the source's contact.
  case contactOfSource = "MIR037"
  /// MIR038: the source replaced files without a new modification.
  case sourceReplacedWithoutModification = "MIR038"
  /// MIR039: the mirror lags its source by more than --max-lag allows.
  case lagTooLong = "MIR039"
  /// MIR040: the mirror has no catalog.
  case catalogMissing = "MIR040"
}
