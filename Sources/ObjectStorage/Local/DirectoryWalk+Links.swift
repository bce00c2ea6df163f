internal import Files
internal import Glibc

extension DirectoryWalk {
  /// Adds the target of a symbolic link in an open directory.
  mutating func addLink(
    _ name: [UInt8], at place: Place,
    to contents: inout DirectoryContents
  ) {
    let text = String(decoding: name, as: UTF8.self)
    let path = Self.path(of: text, in: place)
    switch policy {
    case .skip:
      guard report != nil else { return }
      report?.note(.skipped, path: path)
      skippedLinks.append(place.key + text)
    case .error:
      gaps.append(
        ListingGap(
          place.key + text,
          error: StoreError(.notAnObject, address: path, detail: "it is a symbolic link")))
    case .follow, .inside:
      guard let status = POSIX.status(of: path) else {
        gaps.append(Self.gap(ofLink: path, errno, key: place.key + text))
        return
      }
      switch Self.type(of: status) {
      case DT_REG:
        guard isInside(path, key: place.key + text) else { return }
        noteTarget(path)
        contents.add(name, kind: .file, size: Int(status.st_size))
      case DT_DIR:
        guard isInside(path, key: place.key + text) else { return }
        contents.add(name, kind: .link)
      default:
        // A device or a pipe is never data; a link to one usually leads out.
        guard isInside(path, key: place.key + text) else { return }
        noteSpecial(name, at: place, mode: status.st_mode)
      }
    }
  }

  /// The gap of a link whose target can't be reached.
  private static func gap(ofLink path: String, _ code: Int32, key: String) -> ListingGap {
    let error = StoreError(FileError(opening: path, errno: code))
    switch code {
    case ENOENT, ENOTDIR: return ListingGap(key, .brokenLink, error: error)
    case ELOOP: return ListingGap(key, .circularLink, error: error)
    default: return ListingGap(key, error: error)
    }
  }

  /// Whether a link may be followed; if it leads out and must not, that is a gap.
  mutating func isInside(_ path: String, key: String) -> Bool {
    guard policy == .inside else { return true }
    let target = AtomicFile.resolved(path)
    guard !boundary.contains(target) else { return true }
    let error = StoreError(TreeBoundary.outside(path, target: target))
    // Only callers that report links have the option.
    let hint = report == nil ? "" : "; pass --links follow to follow it"
    gaps.append(
      ListingGap(key, error: StoreError(error.code, address: path, detail: error.detail + hint)))
    return false
  }

  /// Notes a link to a file or a directory, by the place of its target.
  mutating func noteTarget(_ path: String, isFile: Bool = true) {
    guard report != nil else { return }
    let target = AtomicFile.resolved(path)
    if !(target + "/").utf8.starts(with: root.utf8) {
      report?.note(.outside, path: path, target: target)
    } else if isFile {
      report?.note(.repeatedFile, path: path, target: target)
    }
  }

  /// Notes a link to a directory that is already listed.
  mutating func noteRepeated(_ place: Place) {
    guard place.isLink else { return }
    let target = AtomicFile.resolved(place.path)
    let error = StoreError(
      .unsupported, address: place.path,
      detail: "it is a symbolic link to \(target), which is listed elsewhere")
    gaps.append(ListingGap(place.key, .repeatedLink, error: error))
    guard report != nil else { return }
    skippedLinks.append(place.key.hasSuffix("/") ? String(place.key.dropLast()) : place.key)
    let above = AtomicFile.resolved(AtomicFile.directory(of: place.path))
    let isLoop = (above + "/").utf8.starts(with: (target == "/" ? "/" : target + "/").utf8)
    report?.note(isLoop ? .loop : .known, path: place.path, target: target)
  }
}
