internal import ArgumentParser
internal import ObjectStorage
internal import RegistryReports
internal import RegistryValidation

/// A format and its destination: `FORMAT` for standard output, or `FORMAT=PATH`.
struct Destination<Format: OutputFormat>: Sendable {
  /// The format.
  var format: Format
  /// The destination.
  var place: OutputPlace

  /// Makes a destination.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - place: The place.
  init(_ format: Format, at place: OutputPlace = .descriptor(1)) {
    self.format = format
    self.place = place
  }

  /// Reads a destination.
  ///
  /// - Parameter text: `FORMAT` for standard output, or `FORMAT=PATH`; a path of `-` is standard
  ///   output too.
  /// - Throws: `ValidationError` if there is no such format or no path.
  init(parsing text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let format = Format(rawValue: name) else {
      let known = Format.allCases.map(\.rawValue).joined(separator: ", ")
      let near = Format.nearestName(to: name).map { "did you mean \($0)? The" } ?? "the"
      throw ValidationError(
        "--output \(TextStyle.harmless(name)) is not a format; \(near) formats are \(known)")
    }
    guard parts.count == 1 || !parts[1].isEmpty else {
      throw ValidationError("--output \(TextStyle.harmless(text)) has no path after =")
    }
    if parts.count == 2, ObjectAddress.hasScheme(String(parts[1])) {
      throw ValidationError(
        "--output \(TextStyle.harmless(text)): \(LocalDestination.isAddress.description)")
    }
    self.init(format, at: parts.count == 1 ? .descriptor(1) : OutputPlace(String(parts[1])))
  }

  /// Reads destinations, which must not overwrite each other.
  ///
  /// - Parameters:
  ///   - texts: The destinations.
  ///   - usual: Those to use without any.
  /// - Returns: The destinations.
  /// - Throws: `ValidationError`, which names the place that two have.
  static func all(_ texts: [String], usual: [Destination]) throws -> [Destination] {
    let all = texts.isEmpty ? usual : try texts.map(Destination.init(parsing:))
    var taken: [String: Destination] = [:]
    for destination in all {
      for key in destination.place.identities {
        guard let other = taken[key], !destination.canShareStream(with: other) else {
          taken[key] = taken[key] ?? destination
          continue
        }
        throw ValidationError(
          "two outputs go to \(destination.place.name); give each its own =PATH")
      }
    }
    return all
  }

  private func canShareStream(with other: Destination) -> Bool {
    place == .descriptor(1) && other.place == .descriptor(1)
      && Format.canShareStream(format, with: other.format)
  }

  /// Writes an answer; a file is replaced in one step.
  ///
  /// - Parameter bytes: The answer in this format.
  /// - Throws: ``WriteFailure`` if it can't be written.
  func write(_ bytes: [UInt8]) throws(WriteFailure) { try place.write(bytes) }
}
