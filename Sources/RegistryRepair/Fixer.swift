internal import Files
public import ObjectStorage
public import RegistryValidation
internal import SharedCloudRegistry

/// Fixes mechanical faults in registries, catalogs, info documents and index files.
///
/// ```swift
/// let outcome = try await Fixer(Validator()).fix("bucket-copy/")
/// for file in outcome.files { try file.write() }
/// ```
public struct Fixer: Sendable {
  /// The validator for before and after, with the settings that decide which rules count.
  public var validator: Validator
  /// Whether to also make fixes that lose or invent information.
  public var allowsUnsafe = false
  /// The codes of the rules to fix; nil for all.
  public var rules: Set<String>?

  /// Creates a fixer that makes safe fixes only.
  ///
  /// - Parameter validator: The validator for before and after.
  public init(_ validator: Validator) { self.validator = validator }

  /// Computes the fixes of a target; nothing is written.
  ///
  /// - Parameter target: A directory that holds a copy of a bucket, a file, or `-` for standard
  ///   input.
  /// - Returns: The files that change, and the reports before and after.
  /// - Throws: ``TargetError`` when the target does not exist or its kind can't be recognised.
  public func fix(_ target: String) async throws(TargetError) -> FixOutcome {
    try await fix(try TargetSource(target, kind: validator.kind))
  }

  func fix(_ source: TargetSource) async throws(TargetError) -> FixOutcome {
    var run = try await FixRun(self, source: source)
    return try await run.outcome()
  }

  /// Whether a fix may be made.
  func takes(_ fix: Fix, of rule: RuleID) -> Bool { takes(fix, of: rule.code) }

  /// Whether a fix may be made.
  func takes(_ fix: Fix, of rule: String) -> Bool {
    (fix.safety == .safe || allowsUnsafe) && takes(rule)
  }

  /// Whether findings of a rule are fixed.
  func takes(_ rule: String) -> Bool { rules?.contains(rule) ?? true }
}

/// The result of fixing a target.
public struct FixOutcome: Sendable {
  /// The report before the fixes.
  public var before: Report
  /// The report after the fixes.
  public var after: Report
  /// The files that change, by path.
  public var files: [MendedFile]
  /// The files with fixes that could not be made, and why, by path.
  public var refusals: [Refusal]

  /// The store the target was read from.
  let base: ObjectTree

  /// Hands on standard input unchanged, for when nothing in it changes.
  ///
  /// - Parameter body: Takes a piece and returns whether to continue.
  /// - Throws: ``StoreError`` when it can't be read again.
  public func forEachChunkOfInput(_ body: (Span<UInt8>) -> Bool) async throws(StoreError) {
    let bytes = try await base.read("-", limit: .max - 4096)
    _ = body(bytes.span)
  }

  /// Why a file, or part of it, stays unchanged.
  public struct Refusal: Sendable, Hashable {
    /// The file.
    public var uri: String
    /// The reason, in one line.
    public var reason: String
  }
}

/// A file with new content that is not written yet.
public struct MendedFile: Sendable {
  /// The file's path, or the name of standard input.
  public let uri: String
  /// The number of places fixed, by rule.
  public let counts: [String: Int]
  let key: String
  let old: ObjectTree
  let content: LocalObject
  let identity: FileIdentity?
  let changes: [LineChange]?

  /// Replaces the file by the new content atomically.
  ///
  /// - Parameter suffix: The suffix of the name for a copy of the old content; nil for no copy.
  /// - Returns: The name of the copy; nil if none exists.
  /// - Throws: ``StoreError`` when the file can't be written, or has changed since it was read.
  @discardableResult
  public func write(backup suffix: String? = nil) throws(StoreError) -> String? {
    let file = try StoreError.describing(AtomicFile(uri, expecting: identity))
    var failure: FileError?
    try forEachChunk { chunk in
      do throws(FileError) { try file.append(chunk) } catch { failure = error }
      return failure == nil
    }
    do throws(FileError) {
      if let failure { throw failure }
      return try file.commit(backup: suffix)
    } catch {
      throw StoreError(error)
    }
  }

  /// Hands on the new content piece by piece.
  ///
  /// - Parameter body: Takes a piece and returns whether to continue.
  /// - Throws: ``StoreError`` when the content can't be read.
  public func forEachChunk(_ body: (Span<UInt8>) -> Bool) throws(StoreError) {
    var start = 0
    while start < content.size {
      let bytes = try content.bytes(start..<start + (256 << 10))
      guard !bytes.isEmpty, body(bytes.span) else { return }
      start += bytes.count
    }
  }
}
