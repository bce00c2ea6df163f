internal import Files
internal import Locks
internal import RegistryMirrors

/// The file of a part, which appears when it is complete; or a stream.
final class PartFile: Sendable {
  private let place: OutputPlace
  private let open: Lock<AtomicFile?>

  /// Begins a file.
  ///
  /// - Parameter place: Where it is to appear.
  /// - Throws: ``WriteFailure`` if it can't be written.
  init(_ place: OutputPlace) throws(WriteFailure) {
    self.place = place
    guard case .path(let path) = place, !place.isStream else {
      open = Lock(nil)
      return
    }
    do throws(FileError) {
      open = Lock(try AtomicFile(path))
    } catch {
      throw WriteFailure(path, detail: error.detail)
    }
  }

  /// Appends bytes.
  ///
  /// - Throws: `MirrorError` if they can't be written.
  func write(_ bytes: [UInt8]) throws(MirrorError) {
    let failure = open.withLock { open -> String? in
      guard let file = open.take() else { return Self.write(bytes, to: place) }
      do throws(FileError) {
        try file.append(bytes.span)
        open = consume file
        return nil
      } catch {
        return error.detail
      }
    }
    try check(failure)
  }

  /// Lets the file appear.
  ///
  /// - Throws: `MirrorError` if it can't.
  func finish() throws(MirrorError) {
    let failure = open.withLock { open -> String? in
      guard let file = open.take() else { return nil }
      do throws(FileError) {
        try file.commit()
        return nil
      } catch {
        return error.detail
      }
    }
    try check(failure)
  }

  private static func write(_ bytes: [UInt8], to place: OutputPlace) -> String? {
    do throws(WriteFailure) {
      try place.write(bytes)
      return nil
    } catch {
      return error.detail
    }
  }

  private func check(_ failure: String?) throws(MirrorError) {
    guard let failure else { return }
    throw MirrorError(.output, saying: "\(place.name): can't be written: \(failure)")
  }
}
