internal import Formats
internal import SharedCloudRegistry

/// Checks of index files as archives.
struct ArchiveChecks {
  let file: BucketTree.File

  /// Reports that an archive can't be decoded to its end.
  func report(_ fault: ArchiveFault, to reporter: inout FileReporter) {
    reporter.report(.damagedArchive, "archive is unreadable or incomplete: \(fault.message)") {
      $0.location.line = 1
      $0.location.column = 1
      $0.location.byteOffset = fault.offset
      $0.identity = fault.kind.rawValue
    }
  }

  /// Compares the name of the file inside with that of the archive.
  func check(_ member: String?, to reporter: inout FileReporter) {
    guard let member, IndexFileName(String(file.name))?.format == .zippedCSV else { return }
    let expected = file.name.dropLast(".zip".count)
    guard member != expected else { return }
    reporter.report(.archiveMemberName, "file in the archive has another name") {
      $0.location.line = 1
      $0.location.column = 1
      $0.identity = "member"
      $0.expected = String(expected)
      $0.actual = member
    }
  }
}
