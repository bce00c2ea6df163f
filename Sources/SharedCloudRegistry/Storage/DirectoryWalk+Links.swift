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
    case .follow:
      var status = stat()
      guard unsafe stat(path, &status) == 0 else {
        failures.append(StoreError(errno: errno, address: path))
        return
      }
      switch Self.type(of: status) {
      case DT_REG:
        noteIfOutside(path)
        unsafe contents.add(name, .file, size: Int(status.st_size))
      case DT_DIR: unsafe contents.add(name, .link)
      default: break
      }
    }
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
