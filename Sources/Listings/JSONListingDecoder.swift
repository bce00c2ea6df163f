internal import Formats

/// Reads the JSON of `aws s3api list-objects-v2`, of similar commands, and of `rclone lsjson`.
///
/// One object of the listing is read at a time, however large the file is.
struct JSONListingDecoder: ListingDecoder {
  private var splitter = JSONItemSplitter()
  private var isBroken = false
  private var page = Page()
  /// Whether the listing says that keys are URL-encoded.
  ///
  /// With --no-paginate the AWS CLI says so although it has decoded them. It does not say so if the
  /// user requested the encoding.
  private var saysEncoded = false
  /// The line of the first key that would differ if keys were encoded.
  private var firstUndecided: Int?
  /// Whether a key can't be encoded, so that no key is.
  private var isPlain = false
  private var isTruncated = false
  private var prefix: String?
  /// The prefix as in the keys.
  private var keyPrefix: String?
  private var directories = 0
  private var firstDirectory = 0
  private var hasDepth = false
  private var listed = ListedDirectories()

  /// The facts about one response of the server.
  private struct Page {
    var isTruncated = false
    var prefix: String?
    /// The number of objects and directories.
    var count = 0
    var keyCount: Int?
    var directories = 0
    /// The last key of its objects.
    var lastKey: String?
    /// What all keys begin with; nil before the first.
    var start: [UInt8]?
    /// Whether a member says that it is a response to a request for a listing.
    var isListing = false
    /// The first member that no listing has.
    var foreign: (name: String, line: Int)?

    /// Notes the name of a member; empty for the elements of a list.
    mutating func note(_ item: JSONItemSplitter.Item) {
      if item.name.isEmpty || Self.names.contains(item.name) {
        isListing = true
      } else if foreign == nil {
        foreign = (item.name, item.line)
      }
    }

    /// The members of the responses of S3, and of the command line tools that print them.
    private static let names: Set = [
      "Contents", "Versions", "DeleteMarkers", "CommonPrefixes", "KeyCount", "IsTruncated",
      "Name", "Prefix", "Delimiter", "MaxKeys", "EncodingType", "RequestCharged", "StartAfter",
      "ContinuationToken", "NextContinuationToken", "NextToken", "Marker", "NextMarker",
      "KeyMarker", "NextKeyMarker", "VersionIdMarker", "NextVersionIdMarker",
    ]
  }
  /// The last key of the pages before.
  private var lastKey: String?
  private var chain = PageChain()

  mutating func read(_ bytes: Span<UInt8>, into output: inout ListingOutput) {
    guard !isBroken else { return }
    var items: [JSONItemSplitter.Item] = []
    do throws(SyntaxFault) {
      defer { for item in items { take(item, into: &output) } }
      try splitter.read(bytes, into: &items)
    } catch {
      isBroken = true
      output.fault(.unreadable, line: splitter.line, message: "it is not JSON: \(error.message)")
    }
  }

  mutating func finish(_ output: inout ListingOutput) {
    guard !isBroken else { return }
    do throws(SyntaxFault) {
      try splitter.finish()
    } catch {
      return output.fault(.endsEarly, line: splitter.line, message: error.message)
    }
    if isTruncated {
      output.fault(
        .endsEarly, line: splitter.line, message: "the last page says that more objects follow")
    }
    if let firstUndecided, saysEncoded, !isPlain {
      output.fault(
        .unclear, line: firstUndecided,
        message: "keys may be URL-encoded or not; list without --no-paginate and --encoding-type")
    }
    if directories > 0, !hasDepth {
      output.fault(
        .folded, line: firstDirectory,
        message: (directories == 1 ? "1 directory is" : "\(directories) directories are")
          + " listed without contents; list with -R")
    }
    output.summary.unlisted = listed.unlisted
    output.summary.prefix = keyPrefix ?? prefix ?? ""
  }

  private mutating func take(_ item: JSONItemSplitter.Item, into output: inout ListingOutput) {
    if item.kind != .end { page.note(item) }
    switch item.kind {
    case .end: endPage(item.line, into: &output)
    case .member: takeMember(item, into: &output)
    case .element:
      switch item.name {
      case "", "Contents", "Versions", "DeleteMarkers": takeElement(item, into: &output)
      case "CommonPrefixes":
        page.directories += 1
        output.fault(
          .folded, line: item.line,
          message: "directories are listed without their contents; list without a delimiter")
      default: break
      }
    }
  }

  private mutating func takeMember(
    _ item: JSONItemSplitter.Item, into output: inout ListingOutput
  ) {
    guard let value = try? JSONParser.parse(item.bytes).root else {
      return output.fault(
        .unreadable, line: item.line, message: "the value of \(item.name.abbreviated) is not JSON")
    }
    chain.note(item.name, value: value)
    switch item.name {
    case "IsTruncated": page.isTruncated = page.isTruncated || value.bool != false
    case "NextToken", "NextContinuationToken", "NextMarker", "NextKeyMarker":
      page.isTruncated = page.isTruncated || value.kind != .null
    case "EncodingType": saysEncoded = saysEncoded || value.string == "url"
    case "Name":
      let target = value.string.map { "s3://\($0)/" }
      if let target, let before = output.summary.target, before != target {
        output.fault(.unclear, line: item.line, message: "its pages are of different buckets")
      }
      output.summary.target = target
    case "KeyCount": page.keyCount = value.integer
    case "Prefix": page.prefix = value.string
    case "Contents", "Versions":
      if value.kind != .null, value.kind != .array {
        output.fault(.unreadable, line: item.line, message: "\(item.name) is not a list")
      }
    default: break
    }
  }

  private mutating func endPage(_ line: Int, into output: inout ListingOutput) {
    if !page.isListing, let foreign = page.foreign {
      isBroken = true
      return output.fault(
        .unreadable, line: foreign.line,
        message:
          "it is JSON, but not a listing: it has \(foreign.name.abbreviated), and neither Contents "
          + "nor KeyCount")
    }
    isTruncated = page.isTruncated
    let own = page.prefix ?? ""
    if let prefix, prefix != own {
      output.fault(.unclear, line: line, message: "its pages list different prefixes")
    }
    prefix = own
    let starts = [own, PercentEncoding.decode(own) ?? own]
    if let start = page.start {
      let found = starts.first { start.starts(with: $0.utf8) }
      // Keys may be decoded although the prefix is not.
      keyPrefix = found
      if found == nil {
        output.fault(
          .differs, line: line,
          message: "its keys do not begin with its prefix, \(own.abbreviated)")
      }
    }
    if let gap = chain.endPage(lastKey: page.lastKey) {
      output.fault(.endsEarly, line: line, message: gap)
    }
    if let count = page.keyCount, count != page.count, count != page.count + page.directories {
      output.fault(
        .differs, line: line, message: "the page has \(page.count) keys, but KeyCount is \(count)")
    }
    lastKey = page.lastKey ?? lastKey
    page = Page()
  }

  private mutating func takeElement(
    _ item: JSONItemSplitter.Item, into output: inout ListingOutput
  ) {
    guard !item.isTooLong else {
      return output.fault(
        .badEntry, line: item.line, message: "the object is longer than a megabyte")
    }
    do throws(ListingObject.Refusal) {
      let object = try ListingObject(item.bytes)
      if object.root["Path"] != nil {
        try takePath(object, line: item.line, into: &output)
      } else {
        output.add(try entry(object, item: item))
      }
    } catch {
      output.fault(
        .badEntry, line: item.line, message: "the object can't be used: \(error.message)")
    }
  }
}

// MARK: - Objects

extension JSONListingDecoder {
  /// Reads an object as S3 describes it.
  private mutating func entry(
    _ object: ListingObject, item: JSONItemSplitter.Item
  ) throws(ListingObject.Refusal) -> ListingEntry {
    guard let key = object.text("Key"), !key.isEmpty else {
      throw ListingObject.Refusal(message: "it has no Key")
    }
    noteEncoding(of: key, item.line)
    if item.name == "Contents" {
      page.count += 1
      if page.lastKey == nil, let lastKey, !lastKey.utf8.lexicographicallyPrecedes(key.utf8) {
        throw ListingObject.Refusal(message: "its page overlaps the one before")
      }
      page.lastKey = key
      page.start = page.start.map { Self.commonStart(of: $0, and: key) } ?? Array(key.utf8)
    }
    var entry = ListingEntry(key: key, size: object.size("Size"), line: item.line)
    entry.isDeleteMarker = item.name == "DeleteMarkers"
    guard entry.size != nil || entry.isDeleteMarker else {
      throw ListingObject.Refusal(message: "it has no valid Size")
    }
    if let flag = object.root["IsLatest"] {
      guard let isLatest = flag.bool else {
        throw ListingObject.Refusal(message: "IsLatest is neither true nor false")
      }
      entry.isLatest = isLatest
    }
    entry.etag = object.text("ETag")
    entry.lastModified = object.time("LastModified")
    return entry
  }

  /// The bytes that a start and a key begin with.
  private static func commonStart(of start: [UInt8], and key: String) -> [UInt8] {
    var count = 0
    for (one, other) in zip(start, key.utf8) {
      guard one == other else { break }
      count += 1
    }
    return count == start.count ? start : Array(start.prefix(count))
  }

  /// Notes what a key shows about the encoding of all keys.
  private mutating func noteEncoding(of key: String, _ line: Int) {
    for byte in key.utf8 {
      if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "+") {
        firstUndecided = firstUndecided ?? line
      }
      isPlain = isPlain || byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"")
    }
  }

  /// Reads an object as rclone describes it.
  private mutating func takePath(
    _ object: ListingObject, line: Int, into output: inout ListingOutput
  ) throws(ListingObject.Refusal) {
    guard let path = object.text("Path"), !path.isEmpty else {
      throw ListingObject.Refusal(message: "it has no Path")
    }
    hasDepth = hasDepth || path.utf8.contains(UInt8(ascii: "/"))
    guard object.root["IsDir"]?.bool != true else {
      if directories == 0 { firstDirectory = line }
      directories += 1
      listed.add(directory: path)
      return
    }
    listed.add(path: path)
    var entry = ListingEntry(key: path, size: object.size("Size"), line: line)
    // rclone writes -1 for an unknown size.
    guard entry.size != nil || object.root["Size"]?.integer == -1 else {
      throw ListingObject.Refusal(message: "it has no valid Size")
    }
    entry.lastModified = object.time("ModTime")
    // `rclone lsjson --hash` writes what the store knows.
    entry.checksum = object.root["Hashes"].flatMap(ListedChecksum.init(hashes:))?.text
    output.add(entry)
  }
}
