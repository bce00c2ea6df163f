internal import Files
internal import Formats
package import Listings
public import ObjectStorage

/// One source of a bucket's objects, as named on a command line.
public struct PublishingSource: Sendable {
  /// The source as given.
  public let name: String
  package let content: SnapshotSource
  /// The address that its keys are relative to; nil for the base of the mission.
  package var address: String?

  /// Creates a source from its name.
  ///
  /// - Parameters:
  ///   - name: An address such as `s3://bucket/prefix/`, a directory, the file of a listing, or `-`
  ///     for a listing from standard input, which can only be read once.
  ///   - format: The format of a listing, one of ``formats``; nil to detect it from the content.
  ///   - storage: How buckets are reached.
  ///   - jobs: How many directories of a bucket are listed at a time.
  ///   - links: How to treat symbolic links in a directory.
  /// - Throws: ``PublishingError`` when there is no such source.
  public init(
    _ name: String, format: String? = nil, storage: StorageOptions = StorageOptions(),
    jobs: Int = 8, links: LinkPolicy = .inside
  ) throws(PublishingError) {
    self.name = name
    if name == "-" {
      content = .listing(ListingFile(standardInput: format.flatMap(ListingFormat.init)))
      return
    }
    // An address is never the path of a directory such as `s3:`.
    if ObjectAddress(name) != nil {
      do throws(StoreError) {
        let place = try StorageProvider(storage).place(of: name)
        content = .storage(place.storage, prefix: place.key, jobs: jobs)
        address = place.storage.address
      } catch {
        throw PublishingError(.source, from: error)
      }
      return
    }
    switch PathKind(name) {
    case .directory: content = .directory(name, links: links)
    case .file:
      guard FileIdentity(name)?.isRegular == true else {
        throw PublishingError(.source, address: name, detail: "it is not a regular file")
      }
      let file = ListingFile(path: name, format: format.flatMap(ListingFormat.init))
      content = .listing(file)
      address = file.target
    case .absent:
      throw PublishingError(.source, address: name, detail: "there is no such file or directory")
    case .other(let detail): throw PublishingError(.source, address: name, detail: detail)
    }
  }

  /// The names of the formats of listings.
  public static var formats: [String] { ListingFormat.allCases.map(\.rawValue) }
}
