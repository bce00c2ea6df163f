internal import ArgumentParser
internal import Formats
internal import ObjectStorage
internal import RegistryPublishing

extension ScregistryTool.RegistryCommand {
  /// Adds a bucket.
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Add a bucket.",
      discussion: """
        Example:
          scregistry registry add copy/ s3://b/ --name B --bucket-region us-east-1
        """)

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The address of the bucket, such as s3://bucket/.")
    var endpoint: String

    @Option(help: "Set the name of the bucket; its catalog must have the same.")
    var name: String

    @Option(name: .customLong("bucket-region"), help: "Set the region of the bucket.")
    var bucketRegion: String

    @Option(help: "Set the provider of the storage")
    var provider = "aws"

    func run() async throws {
      let entry = JSONWriter.write([
        "endpoint": .string(endpoint.directoryAddress),
        "name": .string(name), "provider": .string(provider), "region": .string(bucketRegion),
      ])
      guard let document = try? JSONParser.parse(entry) else {
        throw ValidationError("the bucket can't be written as JSON")
      }
      try await editing.make(.add(document), in: .registry)
    }
  }
}
