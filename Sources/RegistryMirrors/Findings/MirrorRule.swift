/// The rules on mirrors, from `Schemas/rules/mirror.yaml`.
enum MirrorRule: String, Sendable, Hashable, CaseIterable {
  case objectMissing = "MIR001"
  case objectDiffers = "MIR002"
  case objectDamaged = "MIR003"
  case objectStale = "MIR004"
  case objectExtra = "MIR005"
  case levelNotReached = "MIR006"
  case mostlyMissing = "MIR007"
  case namesCollide = "MIR008"
  case rowMissing = "MIR010"
  case rowExtra = "MIR011"
  case rowChanged = "MIR012"
  case addressNotRewritten = "MIR013"
  case addressRewrittenTwice = "MIR014"
  case addressRewrittenInside = "MIR015"
  case addressElsewhere = "MIR016"
  case orderDiffers = "MIR017"
  case indexMissing = "MIR018"
  case indexExtra = "MIR019"
  case halfMoved = "MIR020"
  case datasetMissing = "MIR030"
  case datasetExtra = "MIR031"
  case datasetChanged = "MIR032"
  case indexAddressWrong = "MIR033"
  case rangeOfSource = "MIR034"
  case endpointOfSource = "MIR035"
  case nameOfSource = "MIR036"
  case contactOfSource = "MIR037"
  case replacedSilently = "MIR038"
  case lagTooLong = "MIR039"
  case catalogMissing = "MIR040"

  /// Whether it is about addresses in index files, of which a wrong map makes all wrong.
  var isAboutAddresses: Bool {
    [.addressNotRewritten, .addressRewrittenTwice, .addressRewrittenInside, .addressElsewhere]
      .contains(self)
  }
}
