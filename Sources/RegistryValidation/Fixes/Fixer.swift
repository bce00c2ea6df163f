public import SharedCloudRegistry

/// Mends what can be mended mechanically in registries, catalogs, info documents and index files.
///
/// ```swift
/// let outcome = try await Fixer(Validator()).fix("bucket-copy/")
/// for file in outcome.files { try file.write() }
/// ```
public struct Fixer: Sendable {
  /// What validates before and after, with the settings that say which rules count.
  public var validator: Validator
  /// Whether to make fixes too by which something is lost or made up.
  public var allowsUnsafe = false
  /// The codes of the rules whose findings are mended; nil for all.
  public var rules: Set<String>?

  /// Creates a fixer that makes safe fixes only.
  ///
  /// - Parameter validator: What validates before and after.
  public init(_ validator: Validator) { self.validator = validator }

  /// Works out what a target becomes; nothing is written.
  ///
  /// - Parameter target: A directory that holds a copy of a bucket, a file, or `-` for standard
  ///   input.
  /// - Returns: The files that change, and what is found before and after.
  /// - Throws: ``TargetError`` when the target is not there or can't be told what it is.
  public func fix(_ target: String) async throws(TargetError) -> FixOutcome {
    try await fix(try TargetSource(target, kind: validator.kind))
  }

  func fix(_ source: TargetSource) async throws(TargetError) -> FixOutcome {
    var run = try FixRun(self, source)
    return try await run.outcome()
  }

  /// Tells whether a fix may be made.
  func takes(_ fix: Fix, of rule: String) -> Bool {
    (fix.safety == .safe || allowsUnsafe) && takes(rule)
  }

  /// Tells whether findings of a rule are mended.
  func takes(_ rule: String) -> Bool { rules?.contains(rule) ?? true }
}

/// What became of a target.
public struct FixOutcome: Sendable {
  /// What was found before.
  public var before: Report
  /// What is found after.
  public var after: Report
  /// The files that change, by path.
  public var files: [MendedFile]
  /// What could not be mended though it has fixes, and why, by path.
  public var refusals: [Refusal]

  /// The store the target was read from.
  let base: any ObjectStore

  /// Gives standard input as it was, for when nothing in it changes.
  ///
  /// - Parameter body: Takes a piece and tells whether to go on.
  /// - Throws: ``StoreError`` when it can't be read again.
  public func forEachChunkOfInput(_ body: (Span<UInt8>) -> Bool) throws(StoreError) {
    let bytes = try base.read("-", limit: .max - 4096)
    _ = body(bytes.span)
  }

  /// Why a file, or part of it, stays as it is.
  public struct Refusal: Sendable, Hashable {
    /// The file.
    public var uri: String
    /// The reason, in one line.
    public var reason: String
  }
}

/// A file with new content that is not written yet.
public struct MendedFile: Sendable {
  /// The file's path, or what stands for standard input.
  public let uri: String
  /// The number of places mended by rule.
  public let counts: [String: Int]
  let key: String
  let old: any ObjectStore
  let content: PatchedStore.Content
  let identity: FileIdentity?
  let changes: [LineChange]?

  /// Puts the new content into the file's place, whole or not at all.
  ///
  /// - Parameter suffix: What the name ends in under which the old content is kept; nil to let
  ///   it go.
  /// - Returns: The name under which it is kept; nil if it is not.
  /// - Throws: ``StoreError`` when the file can't be written, or has changed since it was read.
  @discardableResult
  public func write(backup suffix: String? = nil) throws(StoreError) -> String? {
    let file = try AtomicFile(uri, expecting: identity)
    var failure: StoreError?
    try forEachChunk { chunk in
      do throws(StoreError) { try file.append(chunk) } catch { failure = error }
      return failure == nil
    }
    if let failure { throw failure }
    return try file.commit(backup: suffix)
  }

  /// Gives the new content piece by piece.
  ///
  /// - Parameter body: Takes a piece and tells whether to go on.
  /// - Throws: ``StoreError`` when the content can't be read.
  public func forEachChunk(_ body: (Span<UInt8>) -> Bool) throws(StoreError) {
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    let source = try content.open()
    while true {
      let count = try unsafe buffer.withUnsafeMutableBufferPointer {
        (room) throws(StoreError) -> Int in
        unsafe try source.read(into: UnsafeMutableRawBufferPointer(room))
      }
      guard count > 0, body(buffer.span.extracting(0..<count)) else { return }
    }
  }
}
