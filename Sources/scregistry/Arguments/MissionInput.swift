internal import ArgumentParser
internal import Listings
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

/// The files that mission files are made from or tested on.
struct MissionInput: ParsableArguments {
  @Argument(
    help: "An address such as s3://bucket/prefix/, a directory, or a listing.", completion: .file())
  var sources: [String] = []

  @Option(help: "Read listings as \(ListingFormat.names) (default: by their content).")
  var from: ListingFormat?

  @Option(name: .shortAndLong, help: "List N directories of a bucket at a time")
  var jobs = JobCount(8)

  @OptionGroup var storage: StorageArguments

  /// Makes sure that there is a source.
  func requireSources() throws {
    if sources.isEmpty {
      throw ValidationError("name a source: an address, a directory or a listing")
    }
  }

  /// The sources.
  func publishingSources() throws(PublishingError) -> [PublishingSource] {
    let options = storage.flags.options(over: nil)
    return try sources.map { name throws(PublishingError) in
      try PublishingSource(name, format: from?.rawValue, storage: options, jobs: jobs.count)
    }
  }
}
