/// One object of a listing.
package struct ListingEntry: Sendable, Hashable {
  /// The key, as the bucket knows it: nothing is encoded in it.
  package var key: String
  /// The size in bytes; nil if the listing has none or a rounded one.
  package var size: Int?
  /// What tells this state of the object from others, with its quotes where the listing has them.
  package var etag: String?
  /// When it was written; nil if the listing does not say, or not in which time zone.
  package var lastModified: SCRTime?
  /// The time of the data in it, in the words of the listing; upload manifests have it.
  package var dataTime: String?
  /// Whether this is the present version of the object.
  package var isLatest = true
  /// Whether this says that the object was deleted.
  package var isDeleteMarker = false
  /// The line on which the listing has it, counted from 1.
  package var line: Int

  /// Makes an entry.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - size: The size in bytes.
  ///   - line: The line on which the listing has it.
  package init(key: String, size: Int?, line: Int = 0) {
    self.key = key
    self.size = size
    self.line = line
  }

  /// Whether the object is there: the entry is neither an old version nor a deletion.
  package var isPresent: Bool { isLatest && !isDeleteMarker }

  /// The largest size that is believed; S3's own limit is far below.
  static let largestSize = 1 << 56
}

/// What is wrong with a listing, at one place.
package struct ListingFault: Sendable, Hashable, CustomStringConvertible {
  /// The sorts of fault.
  package enum Code: String, Sendable, Hashable {
    /// An entry can't be read.
    case badEntry
    /// The listing ends before all was listed.
    case endsEarly
    /// What was listed is not what was written.
    case differs
    /// Directories stand in it without what they hold.
    case folded
    /// It can't be told what it means.
    case unclear
    /// A part of it can't be read.
    case unreadable
  }
  /// The sort of fault.
  package var code: Code
  /// The file of the listing, where it has several; empty otherwise.
  package var file = ""
  /// The line, counted from 1; 0 where there are no lines.
  package var line: Int
  /// What is wrong, in one line.
  package var message: String

  /// The place and what is wrong.
  package var description: String {
    let places = [file, line > 0 ? "line \(line)" : ""].filter { !$0.isEmpty }
    return places.isEmpty ? message : "\(places.joined(separator: ", ")): \(message)"
  }
}

/// What is known of a listing when it has been read.
package struct ListingSummary: Sendable, Hashable {
  /// Its format; nil if that could not be told.
  package var format: ListingFormat?
  /// The number of objects.
  package internal(set) var objects = 0
  /// Their bytes, as far as sizes are known.
  package internal(set) var bytes = 0
  /// The number of entries that are old versions or deletions.
  package internal(set) var pastVersions = 0
  /// The number of faults.
  package internal(set) var faultCount = 0
  /// The first of the faults.
  package internal(set) var faults: [ListingFault] = []
  /// What is to be known besides, such as what became of symbolic links.
  package internal(set) var notes: [String] = []
  /// The number of keys that are less than the one before.
  package internal(set) var outOfOrder = 0
  /// The number of keys that are the same as the one before.
  package internal(set) var repeated = 0
  /// The lines of the first key out of order and the first that is repeated.
  package internal(set) var firstOutOfOrder: Int?
  /// The line of the first key that is the same as the one before.
  package internal(set) var firstRepeated: Int?
  /// The address that the keys belong to, where the listing says it: `s3://bucket/`.
  package internal(set) var target: String?
  /// What all keys begin with that could have been listed.
  package internal(set) var prefix = ""
  /// When it was made, where it says so.
  package internal(set) var created: String?

  /// Makes the summary of an empty listing.
  package init() {}

  /// Whether all was listed, and all that was listed could be read.
  package var isComplete: Bool { faultCount == 0 }

  /// Whether every key is greater than the one before, in bytes.
  package var isSorted: Bool { outOfOrder == 0 && repeated == 0 }

  static let keptFaults = 20
}
