internal import ObjectStorage

/// Verifies that mirrors of a registry are complete and the same.
///
/// ```swift
/// var options = MirrorOptions()
/// options.required = .digest
/// let results = try await MirrorVerification(options).run("s3://source/", mirrors: ["s3://copy/"])
/// ```
public struct MirrorVerification: Sendable {
  private let options: MirrorOptions

  /// Prepares.
  ///
  /// - Parameter options: How to verify.
  public init(_ options: MirrorOptions) { self.options = options }

  /// Compares mirrors with their source.
  ///
  /// - Parameters:
  ///   - source: An address, a directory or a listing.
  ///   - mirrors: The mirrors, in any of these forms.
  /// - Returns: A result for each mirror, also if something could not be told.
  /// - Throws: ``MirrorError`` if the comparison has no meaning, or a result can't be written.
  public func run(
    _ source: String, mirrors: [String]
  ) async throws(MirrorError) -> [MirrorResult] {
    try Self.checkOnce(mirrors)
    var results: [MirrorResult] = []
    let original = try MirrorSide(source, provider: options.storages)
    var options = options
    options.namesCopies = mirrors.count > 1
    for name in mirrors {
      let mirror = try MirrorSide(name, provider: options.storages)
      results.append(
        try await PairVerification(options: options, source: original, mirror: mirror).run())
    }
    return results
  }

  /// Refuses a mirror that is given twice.
  static func checkOnce(_ mirrors: [String]) throws(MirrorError) {
    for (number, name) in mirrors.enumerated() where mirrors[..<number].contains(name) {
      throw MirrorError(.usage, saying: "\(name) is given twice; give each mirror once")
    }
  }
}
