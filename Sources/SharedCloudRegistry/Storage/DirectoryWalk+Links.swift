internal import Glibc

extension DirectoryWalk {
  /// Adds the target of a symbolic link in an open directory.
  mutating func addLink(
    _ name: UnsafeRawBufferPointer, _ place: Place,
    to contents: inout DirectoryContents
  ) {
    let path = Self.path(of: unsafe String(decoding: name, as: UTF8.self), in: place)
    switch policy {
    case .skip: report?.note(.skipped, path)
    case .error:
      failures.append(
        StoreError(.notAnObject, address: path, detail: "it is a symbolic link"))
    case .follow, .inside:
      var status = stat()
      guard unsafe stat(path, &status) == 0 else {
        failures.append(StoreError(errno: errno, address: path))
        return
      }
      switch Self.type(of: status) {
      case DT_REG:
        guard isInside(path) else { return }
        noteIfOutside(path)
        unsafe contents.add(name, .file, size: Int(status.st_size))
      case DT_DIR:
        guard isInside(path) else { return }
        unsafe contents.add(name, .link)
      default:
        // A device or a pipe is never data; a link to one leads out.
        _ = isInside(path)
      }
    }
  }

  /// Whether a link may be followed; if it leads out and must not, that is a failure.
  private mutating func isInside(_ path: String) -> Bool {
    guard policy == .inside else { return true }
    let target = AtomicFile.resolved(path)
    guard !boundary.contains(target) else { return true }
    let error = TreeBoundary.outside(path, target: target)
    // Only callers that report links have the option.
    let hint = report == nil ? "" : "; pass --links follow to follow it"
    failures.append(StoreError(error.code, address: path, detail: error.detail + hint))
    return false
  }

  /// Notes a link that leads outside the tree.
  mutating func noteIfOutside(_ path: String) {
    guard report != nil else { return }
    let target = AtomicFile.resolved(path)
    if !(target + "/").utf8.starts(with: root.utf8) {
      report?.note(.outside, path, target: target)
    }
  }

  /// Notes a link to a directory that is already listed.
  mutating func noteRepeated(_ place: Place) {
    guard report != nil, place.isLink else { return }
    let target = AtomicFile.resolved(place.path)
    let above = AtomicFile.resolved(AtomicFile.directory(of: place.path))
    let isLoop = (above + "/").utf8.starts(with: (target == "/" ? "/" : target + "/").utf8)
    report?.note(isLoop ? .loop : .known, place.path, target: target)
  }
}
