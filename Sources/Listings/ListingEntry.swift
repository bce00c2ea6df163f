package import Formats

/// One object of a listing.
package struct ListingEntry: Sendable, Hashable {
  /// The key, not encoded.
  package var key: String
  /// The size in bytes; nil if the listing has no size or a rounded one.
  package var size: Int?
  /// The ETag of this version of the object, with its quotes if the listing has them.
  package var etag: String?
  /// The modification time; nil if the listing has no time or no time zone.
  package var lastModified: Instant?
  /// The time of the data in it, as written in the listing; upload manifests have it.
  package var dataTime: String?
  /// How it is encrypted, in the words of S3 Inventory.
  package var encryption: String?
  /// A checksum over its bytes: algorithm, colon, hexadecimal digits, and `-N` if it is over the
  /// checksums of N parts.
  package var checksum: String?
  /// Whether this is the current version of the object.
  package var isLatest = true
  /// Whether this is a delete marker.
  package var isDeleteMarker = false
  /// The line in the listing, counted from 1.
  package var line: Int

  /// Creates an entry.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - size: The size in bytes.
  ///   - line: The line in the listing.
  package init(key: String, size: Int?, line: Int = 0) {
    self.key = key
    self.size = size
    self.line = line
  }

  /// Whether the object exists: the entry is neither an old version nor a delete marker.
  package var isPresent: Bool { isLatest && !isDeleteMarker }

  /// The largest size that is accepted; S3's own limit is far lower.
  static let largestSize = 1 << 56
}

/// A fault of a listing, at one place.
package struct ListingFault: Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  package enum Code: String, Sendable, Hashable {
    /// An entry can't be read.
    case badEntry
    /// The listing is truncated.
    case endsEarly
    /// The listing differs from its own checksum or count.
    case differs
    /// Directories are listed without their contents.
    case folded
    /// The meaning is unclear.
    case unclear
    /// A part of the listing can't be read.
    case unreadable
    /// A symbolic link that leads nowhere.
    case brokenLink
  }
  /// The kind of fault.
  package var code: Code
  /// The file of the listing, if it has several; else empty.
  package var file = ""
  /// The line, counted from 1; 0 if there are no lines.
  package var line: Int
  /// Whether the line is the number of a row of a Parquet file.
  package var isRow = false
  /// The fault, on one line.
  package var message: String

  /// The place and the fault.
  package var description: String {
    let places = [file, line > 0 ? "\(isRow ? "row" : "line") \(line)" : ""].filter { !$0.isEmpty }
    return places.isEmpty ? message : "\(places.joined(separator: ", ")): \(message)"
  }
}

/// The facts about a listing that has been read.
package struct ListingSummary: Sendable, Hashable {
  /// Its format; nil if it could not be detected.
  package var format: ListingFormat?
  /// The number of objects.
  package internal(set) var objects = 0
  /// The total of the known sizes, in bytes.
  package internal(set) var bytes = 0
  /// The number of old versions and delete markers.
  package internal(set) var pastVersions = 0
  /// The number of faults.
  package internal(set) var faultCount = 0
  /// The first faults.
  package internal(set) var faults: [ListingFault] = []
  /// Other remarks, such as what happened to symbolic links.
  package internal(set) var notes: [String] = []
  /// The number of keys that are less than the previous one.
  package internal(set) var outOfOrder = 0
  /// The number of keys that repeat the previous one.
  package internal(set) var repeated = 0
  /// The line of the first key out of order.
  package internal(set) var firstOutOfOrder: Int?
  /// The line of the first key that repeats the previous one.
  package internal(set) var firstRepeated: Int?
  /// The address that the keys belong to, if the listing has it: `s3://bucket/`.
  package internal(set) var target: String?
  /// The line of the first key, if all keys are addresses such as `s3://bucket/key`; else nil.
  package internal(set) var addressesLine: Int?
  /// The prefix to which the listing was limited.
  package internal(set) var prefix = ""
  /// The keys of directories without listed content, and of links that were skipped: nothing is
  /// known about what is there or below.
  package internal(set) var unlisted: [String] = []
  /// The newest time of an object that the listing has without a time zone: the earliest instant that
  /// it may mean.
  package internal(set) var newestLocal: Instant?
  /// When the listing was made, if it says so.
  package internal(set) var created: String?

  /// Creates the summary of an empty listing.
  package init() {}

  /// Whether everything was listed, and could be read.
  package var isComplete: Bool { faultCount == 0 }

  /// Why its keys can't be compared with those of a bucket: they are addresses; nil if they can.
  package var addressFault: String? {
    addressesLine.map { line in
      "line \(line): the keys are addresses; remove the scheme and the bucket from each, so that the "
        + "key within the bucket is left"
    }
  }

  /// Whether every key is greater than the previous one, in byte order.
  package var isSorted: Bool { outOfOrder == 0 && repeated == 0 }

  static let keptFaults = 20
}
