internal import Formats
internal import ObjectStorage

/// What to copy and what to delete so that a mirror becomes the same; nothing is done.
public struct RepairList: Sendable {
  /// The forms of the list.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// Keys below the mirror's root, one per line.
    case keys
    /// Commands of Amazon's command line.
    case aws
    /// Keys for `rclone copy --files-from-raw`; `--files-from` would skip some, such as `#1.dat`.
    case rclone
    /// Commands for `s5cmd run`.
    case s5cmd
    /// A manifest for S3 Batch Operations: bucket and key of the source's objects.
    case batchManifest = "batch-manifest"
  }

  /// What the list is about.
  public enum Action: String, Sendable, Hashable, CaseIterable {
    /// Objects that the mirror lacks, or that differ.
    case copy
    /// Objects that the mirror has too much.
    case delete
  }

  private let form: Form
  private let action: Action
  private let roots: (source: String, mirror: String)
  private let keys: KeyMap
  /// The mirror whose objects are listed; nil if the file has only one.
  public var copy: String?
  /// The keys of the objects that must not be copied from the source.
  var contradicted: Set<String> = []

  /// Prepares.
  ///
  /// - Parameters:
  ///   - form: The form of the list.
  ///   - action: What the list is about.
  ///   - source: The address of the source's root; empty if the form needs none.
  ///   - mirror: The address of the mirror's root; empty if the form needs none.
  ///   - maps: The map of the addresses, as the verification had it.
  /// - Throws: ``MirrorError`` if the form needs what is not given.
  public init(
    _ form: Form, action: Action, source: String?, mirror: String?, maps: [String]
  ) throws(MirrorError) {
    self.form = form
    self.action = action
    let (one, other) = (Self.slashed(source ?? ""), Self.slashed(mirror ?? ""))
    roots = (one, other)
    let needsSource = [.aws, .s5cmd, .batchManifest].contains(form) && action == .copy
    let needsMirror =
      [.aws, .s5cmd].contains(form) || (form == .batchManifest && action == .delete)
    for (name, address, isNeeded) in [
      ("--source", one, needsSource), ("--mirror", other, needsMirror),
    ] where isNeeded && ObjectAddress(address)?.scheme != "s3" {
      throw MirrorError(
        .usage, saying: "--as \(form.rawValue) needs \(name), such as \(name) s3://bucket/")
    }
    let map =
      maps.isEmpty
      ? AddressMap(trusted: [.init(from: one, to: other)]) : try AddressMap(parsing: maps)
    keys =
      maps.isEmpty
      ? try KeyMap(map, source: one, mirror: other) : try Self.keys(map, source: one, mirror: other)
  }

  private static func slashed(_ address: String) -> String {
    address.isEmpty || address.hasSuffix("/") ? address : address + "/"
  }

  /// The map of the keys; documents may write other addresses than the objects have now.
  private static func keys(
    _ map: AddressMap, source: String, mirror: String
  ) throws(MirrorError) -> KeyMap {
    let root = map.pairs.contains { $0.from.hasPrefix(source) || source.hasPrefix($0.from) }
    let own = root ? source : map.pairs.map(\.from).min { $0.utf8.count < $1.utf8.count } ?? source
    return try KeyMap(map, source: own, mirror: map.mapped(own) ?? mirror)
  }

  /// The lines for one object.
  ///
  /// - Parameter line: A line of `mirror verify --objects`.
  /// - Returns: The lines with their ends; empty if nothing is to be done.
  /// - Throws: ``MirrorError`` if the line is no object of a verification.
  public func lines(for line: [UInt8]) throws(MirrorError) -> [UInt8] {
    let root: Node
    do throws(SyntaxFault) {
      root = try JSONParser.parse(line).root
    } catch {
      throw MirrorError(.usage, saying: "it is not a line of an object: \(error.message)")
    }
    guard let key = root["key"]?.string,
      let verdict = root["verdict"]?.string.flatMap(Verdict.init)
    else {
      throw MirrorError(
        .usage, saying: "it has no key and verdict, as mirror verify --objects writes them")
    }
    if let name = root["copy"]?.string {
      guard let copy else {
        throw MirrorError(
          .usage,
          saying: "the objects of several mirrors are in the file; choose one with --copy, such "
            + "as --copy \(name)")
      }
      guard Self.slashed(copy).hasSameBytes(as: Self.slashed(name)) else { return [] }
    } else if let copy {
      throw MirrorError(
        .usage, saying: "--copy \(copy): the object names no mirror, since there was only one")
    }
    switch (action, verdict) {
    case (.copy, .missing) where root["reason"]?.string == "the source does not have it either":
      return []
    case (.copy, .stale) where root["source"] == nil || isDoubtful(root): return []
    case _ where contradicted.contains(key): return []
    case (.copy, .missing), (.copy, .differs), (.copy, .stale), (.delete, .extra):
      return try text(of: key, from: root["sourceKey"]?.string)
    default: return []
    }
  }

  /// Whether the source's object disagrees with the source's own index, and the mirror's agrees
  /// with it: the source may have replaced it, or damaged it, which an index can't tell.
  func isDoubtful(_ line: Node) -> Bool {
    line["verdict"]?.string == Verdict.stale.rawValue && line["source"] != nil
      && line["reason"]?.string?.hasPrefix(Judgement.sourceAgainstIndex) == true
  }

  /// Whether a line is about the mirror whose objects are listed.
  func isChosen(_ line: Node) -> Bool {
    guard let name = line["copy"]?.string else { return copy == nil }
    return copy.map { Self.slashed($0).hasSameBytes(as: Self.slashed(name)) } ?? false
  }

  private func text(
    of key: String, from sourceKey: String?
  ) throws(MirrorError) -> [UInt8] {
    let own =
      sourceKey ?? keys.unmapped(Array(key.utf8)).first.map { String(decoding: $0, as: UTF8.self) }
      ?? key
    let (source, mirror) = (roots.source + own, roots.mirror + key)
    let isLines = key.utf8.contains { $0 == 0x0A || $0 == 0x0D }
    switch form {
    case .keys, .rclone:
      guard !isLines else { throw Self.lineEnd(key) }
      if form == .rclone, action == .copy, own != key {
        throw MirrorError(
          .usage,
          saying:
            "rclone copies keys to equal keys, and \(own) becomes \(key); use --as s5cmd or aws")
      }
      return Array((key + "\n").utf8)
    case .aws:
      return Array(
        (action == .copy
          ? "aws s3 cp \(Self.quoted(source)) \(Self.quoted(mirror))\n"
          : "aws s3 rm \(Self.quoted(mirror))\n").utf8)
    case .s5cmd:
      guard !isLines else { throw Self.lineEnd(key) }
      return Array(
        (action == .copy
          ? "cp --raw \(Self.quoted(source)) \(Self.quoted(mirror))\n"
          : "rm --raw \(Self.quoted(mirror))\n").utf8)
    case .batchManifest:
      let address = ObjectAddress(action == .copy ? source : mirror)
      if action == .copy, let address, let copy = ObjectAddress(mirror),
        !copy.key.utf8.reversed().starts(with: address.key.utf8.reversed())
      {
        throw MirrorError(
          .usage,
          saying:
            "S3 Batch Operations can put a prefix before keys, but not make \(copy.key) of "
            + "\(address.key); use --as s5cmd or aws")
      }
      return Array(
        "\(address?.bucket ?? ""),\(Self.encoded(address?.key ?? key))\n".utf8)
    }
  }

  private static func lineEnd(_ key: String) -> MirrorError {
    MirrorError(
      .usage, saying: "the key \(key) has a line end, which this form can't have; use --as aws")
  }

  /// The text in quotes of a shell.
  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// The key as a manifest has it: URL-encoded.
  private static func encoded(_ key: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in key.utf8 {
      let isPlain = byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "-._~/".utf8.contains(byte)
      if isPlain {
        text.append(byte)
      } else {
        text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
