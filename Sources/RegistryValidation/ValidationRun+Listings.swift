internal import Listings
internal import ObjectStorage
internal import SharedCloudRegistry

extension ValidationRun {
  /// The buckets that have listings, as far as they concern the present target.
  func listedBuckets(_ catalog: DocumentResult) -> [ListedBucket] {
    var files: [String: [ListingFile]] = [:]
    for listing in validator.listings where listing.target == nil || listing.target == target {
      let file = ListingFile(path: listing.path)
      let prefix = listing.prefix ?? file.target ?? BucketPlan.bucket(of: catalog)
      guard let prefix else { continue }
      files[prefix, default: []].append(file)
    }
    return files.sorted { $0.key < $1.key }.map {
      ListedBucket(prefix: $0.key, files: $0.value, options: options, progress: validator.progress)
    }
  }

  /// Notes why listings could not be used; the objects are then unknown.
  mutating func note(_ obstacles: [(path: String, reason: String)]) {
    for (path, reason) in obstacles {
      notices.append(Notice(.objectsUnknown, reason, uri: path))
      coverage.obstruct([.object], because: "\(path): \(reason)")
    }
  }

  /// Notes the objects whose requests failed.
  mutating func noteAsked(_ check: ObjectCheck) {
    if let error = check.unanswered {
      let count = check.unansweredCount
      let objects = count == 1 ? "1 object" : "\(count) objects"
      let reason = "\(objects) could not be requested: \(error.detail)"
      note([(path: error.address, reason: reason)])
    }
    if let (address, why) = check.unsized {
      let objects = check.unsizedCount.of("object")
      let reason = "the size of \(objects) is not known: \(why)"
      notices.append(Notice(.objectsUnknown, reason, uri: address))
      coverage.obstruct(rule: .objectSizeDiffers, because: "\(address): \(reason)")
    }
    for bucket in check.asked.sorted() where options.settings.isOn(.objectNotIndexed, inFile: "") {
      let reason = "the bucket can't be listed; objects without a row are unknown"
      notices.append(Notice(.objectsUnknown, reason, uri: bucket))
      coverage.obstruct(rule: .objectNotIndexed, because: "\(bucket): \(reason)")
    }
  }

  /// Notes which listings were not used, which may come from a typing error in an address.
  mutating func noteUnusedListings() {
    guard validator.depth == .objects else { return }
    for listing in validator.listings where !usedListings.contains(listing.path) {
      let prefix = listing.prefix.map { "in \($0)" } ?? "in it"
      notices.append(
        Notice(
          .objectsUnknown, "the listing was not used: no row has an object \(prefix)",
          uri: listing.path))
    }
  }
}
