internal import Listings
internal import SharedCloudRegistry

/// The names in a registry that index files and their directories must not take, and the lengths that
/// a file system allows.
///
/// A publication in a directory uses the staging directory, and replaces the files of the registry.
/// A registry in a bucket has the same limits, since people copy it into directories.
enum ReservedNames {
  /// What the names of a publication's own directories begin with.
  static let prefix = StagedFiles.prefix
  /// The longest name of a file or directory, in bytes.
  private static let longestName = 255
  /// The longest key of an object in a bucket, in bytes.
  private static let longestKey = 1024
  private static let documents: Set<String> = Set(
    ["catalog.json", "HelioDataRegistry.json"] + SiteManifest.rootFiles)

  /// Why a directory can't have index files.
  ///
  /// - Parameters:
  ///   - directory: Its key below the endpoint, with its final slash; empty for the endpoint.
  ///   - id: The id of the dataset.
  ///   - format: The format of the index files.
  /// - Returns: The reason, in words that follow "the index"; nil if there is no reason.
  static func fault(
    ofDirectory directory: String, id: String, format: IndexFileName.Format = .csv
  ) -> String? {
    let name = IndexFileName(id: id, part: .year(2000), format: format).text
    if name.utf8.count > longestName {
      return "files would have names of more than \(longestName) bytes"
    }
    if directory.utf8.count + name.utf8.count > longestKey {
      return "files would have keys of more than \(longestKey) bytes"
    }
    return directory.split(separator: "/").lazy.compactMap { fault(ofName: String($0)) }.first
  }

  /// Why a directory of index files can't have a name.
  ///
  /// - Parameter name: The name, without slashes.
  /// - Returns: The reason, in words that follow "the index"; nil if there is no reason.
  static func fault(ofName name: String) -> String? {
    if name.utf8.count > longestName {
      return "directory \(name.prefix(20))… has more than \(longestName) bytes"
    }
    if name.utf8.starts(with: prefix.utf8) {
      return "directory \(name) has the name of a directory for publications"
    }
    guard documents.contains(name) || IndexFileName(name) != nil else { return nil }
    return "directory \(name) has the name of a file of the registry"
  }

  /// Why objects can't be put into a directory.
  ///
  /// - Parameter keys: Their keys.
  /// - Returns: The first key with a fault, and the fault; nil if all keys are possible.
  static func fault(ofKeys keys: [String]) -> (key: String, detail: String)? {
    let all = Set(keys.map { Array($0.utf8) })
    for key in keys {
      if key.utf8.count > longestKey { return (key, "it has more than \(longestKey) bytes") }
      var end = 0
      for name in key.utf8.split(separator: 0x2F, omittingEmptySubsequences: false) {
        if name.count > longestName {
          return (key, "a part of it has more than \(longestName) bytes")
        }
        if name.starts(with: prefix.utf8) {
          return (key, "names that begin with \(prefix) belong to publications")
        }
        end += name.count
        if end < key.utf8.count, all.contains(Array(key.utf8.prefix(end))) {
          return (key, "a part of it is a file of the registry")
        }
        end += 1
      }
    }
    return nil
  }
}
