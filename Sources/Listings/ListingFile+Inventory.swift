internal import Files
internal import ObjectStorage

extension ListingFile {
  /// Reads the files that the manifest of an S3 Inventory names.
  func readInventory(
    _ takesDetails: Bool, _ progress: (Int) -> Void,
    _ take: (ListingBatch) throws(StoreError) -> Void
  ) throws(StoreError) -> ListingSummary {
    var output = ListingOutput()
    output.takesDetails = takesDetails
    output.summary.format = .inventory
    let text = try open().all(limit: InventoryManifest.largestSize)
    let manifest: InventoryManifest
    do throws(InventoryManifest.Refusal) {
      manifest = try InventoryManifest(text)
    } catch {
      output.fault(.unreadable, line: 1, message: error.message)
      return output.summary
    }
    for part in manifest.parts {
      output.file = part.key
      if manifest.isParquet {
        try readParquet(part, &output, progress, take)
        continue
      }
      try read(part, of: manifest, &output, progress, take)
    }
    output.summary.format = .inventory
    output.summary.target = manifest.bucket.map { "s3://\($0)/" }
    output.summary.created = manifest.created
    return output.summary
  }

  private func read(
    _ part: InventoryManifest.Part, of manifest: InventoryManifest, _ output: inout ListingOutput,
    _ progress: (Int) -> Void, _ take: (ListingBatch) throws(StoreError) -> Void
  ) throws(StoreError) {
    let digest: RunningDigest?
    let source: ListingSource
    do throws(StoreError) {
      digest = part.md5 == nil ? nil : RunningDigest(.md5)
      source = try open(part, digest: digest)
    } catch {
      return output.fault(.unreadable, line: 1, message: "it can't be read: \(error.detail)")
    }
    var reader = ListingReader(columns: manifest.columns, bucket: manifest.bucket, output)
    try reader.readAll(source, progress, take)
    output = reader.state
    if let sum = part.md5, let digest, digest.finish() != sum {
      output.fault(.differs, line: 1, message: "the MD5 of the file differs from the manifest")
    }
  }

  private func readParquet(
    _ part: InventoryManifest.Part, _ output: inout ListingOutput, _ progress: (Int) -> Void,
    _ take: (ListingBatch) throws(StoreError) -> Void
  ) throws(StoreError) {
    let digest: RunningDigest?
    let ranges: LocalObject
    do throws(StoreError) {
      digest = part.md5 == nil ? nil : RunningDigest(.md5)
      ranges = try LocalObject(keeping: open(part, digest: digest), name: part.key)
    } catch {
      return output.fault(.unreadable, line: 0, message: "it can't be read: \(error.detail)")
    }
    if let sum = part.md5, let digest, digest.finish() != sum {
      output.fault(.differs, line: 0, message: "the MD5 of the file differs from the manifest")
    }
    let bucket = output.summary.target
    try ParquetListing(ranges).read(into: &output, progress, take)
    output.summary.target = output.summary.target ?? bucket
  }

  /// Opens a part at the first place where it exists.
  private func open(
    _ part: InventoryManifest.Part, digest: RunningDigest?
  ) throws(StoreError) -> ListingSource {
    for place in InventoryManifest.places(of: part, beside: path) {
      do throws(StoreError) {
        // The manifest names the file, not the user: a link must not lead out.
        let file = try SequentialFile(
          path: place.directory + place.name, within: TreeBoundary(place.directory))
        return ListingSource(file, digest: digest)
      } catch  where error.code == .notFound {
        continue
      } catch {
        throw error
      }
    }
    throw StoreError(
      .notFound, address: part.key, detail: "it is neither next to the manifest nor in data/")
  }
}
