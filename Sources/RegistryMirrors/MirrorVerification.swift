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
    var results: [MirrorResult] = []
    let original = try MirrorSide(source, options)
    let copies = try Self.sides(mirrors, options: options)
    let maps = try MapsByMirror(options.maps, mirrors: mirrors)
    var options = options
    options.namesCopies = mirrors.count > 1
    for mirror in copies {
      options.maps = maps.texts(of: mirror.name)
      results.append(
        try await PairVerification(options: options, source: original, mirror: mirror).run())
    }
    try CopyVotes(results, source: original).settle(&results, options: options)
    return results
  }

  /// Opens mirrors, and refuses one that is given twice.
  static func sides(
    _ mirrors: [String], options: MirrorOptions
  ) throws(MirrorError) -> [MirrorSide] {
    var sides: [MirrorSide] = []
    for name in mirrors {
      let side = try MirrorSide(name, options)
      if let other = sides.first(where: { $0.place == side.place }) {
        let names = other.name == name ? name : "\(other.name) and \(name) are one copy, which"
        throw MirrorError(.usage, saying: "\(names) is given twice; give each mirror once")
      }
      sides.append(side)
    }
    return sides
  }
}
