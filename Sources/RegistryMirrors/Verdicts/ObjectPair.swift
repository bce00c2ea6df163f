internal import ObjectStorage

/// Everything known about one key, from both sides.
struct ObjectPair: Sendable {
  /// What a row of an index file states about an object.
  struct Row: Sendable, Hashable {
    /// The size; nil if the row has none.
    var size: Int?
    /// The checksum column; nil if the row has none that can be read.
    var checksum: Checksum?
  }

  /// The key below the mirror's root.
  var key: [UInt8]
  /// The dataset, as a number in the list of datasets; nil if no index file lists the object.
  var dataset: Int?
  /// The year of the row.
  var year: Int?
  /// The row of the source's index file; nil if absent.
  var sourceRow: Row?
  /// The row of the mirror's index file; nil if absent.
  var mirrorRow: Row?
  /// The source's object; nil if the source does not have it.
  var source: ObjectFacts?
  /// The mirror's object; nil if the mirror does not have it.
  var mirror: ObjectFacts?
  /// Whether the source's object was there and the same in a second look; nil without one.
  var stayed: Bool?
  /// Whether the source could be listed, so that an absent object is known to be absent.
  var isSourceKnown = true
  /// Whether the mirror could be listed.
  var isMirrorKnown = true
  /// The side whose listing was made before what the other side has, with the time; nil if neither
  /// was.
  var olderListing: String?
  /// Whether a row of the source that could not be read may list the object.
  var mayHaveRow = false
  /// The side whose listing contradicts its own checksum or count; nil if none does.
  var doubtfulListing: String?
  /// Whether the row of the source is newer than all rows of the mirror's index, whose lag is
  /// allowed.
  var isAfterMirror = false
  /// Whether the object is in the scope.
  var isInScope = true
  /// How the listing or the lists of checksums of one side contradict themselves; nil if they
  /// don't.
  var contradiction: String?
  /// The numbers of the lists of checksums that have the object.
  var lists: [Int] = []
  /// The ways in which facts came, in their order.
  var evidence: [String] = []
}
