internal import Formats
internal import ObjectStorage

/// The catalogs of many buckets, for searching.
public struct CatalogCollection: Sendable {
  /// A bucket whose catalog could not be read.
  public struct Failure: Sendable, Hashable {
    /// The bucket, as listed in the registry.
    public let entry: GlobalRegistry.Entry
    /// Why.
    public let error: ReadingError
  }

  /// The buckets that were read, in the order of the registry.
  public let buckets: [Bucket]
  /// The buckets that could not be read.
  public let failures: [Failure]
  /// The searched fields of the datasets.
  let texts: SearchTexts

  /// Collects buckets.
  ///
  /// - Parameters:
  ///   - buckets: The buckets.
  ///   - failures: Those that could not be read.
  public init(_ buckets: [Bucket], failures: [Failure] = []) {
    self.buckets = buckets
    self.failures = failures
    texts = SearchTexts(buckets.flatMap(\.datasets))
  }

  /// The datasets of all buckets.
  public var datasets: [Dataset] { texts.datasets }

  /// Finds datasets by a part of their id.
  ///
  /// - Parameter part: The part; case is ignored.
  /// - Returns: The datasets, in the order of the catalogs.
  public func datasets(whereIDContains part: String) -> [Dataset] {
    let part = part.lowercased()
    return datasets.filter { $0.id.lowercased().contains(part) }
  }

  /// Finds datasets by a part of their title.
  ///
  /// - Parameter part: The part; case is ignored.
  /// - Returns: The datasets, in the order of the catalogs.
  public func datasets(whereTitleContains part: String) -> [Dataset] {
    let part = part.lowercased()
    return datasets.filter { $0.title.lowercased().contains(part) }
  }

  /// Finds datasets by keywords in id, index address, title and tags.
  ///
  /// Each place with a keyword counts one, and so does each tag with it. Case is ignored, and a
  /// keyword may be a part of a word.
  ///
  /// - Parameters:
  ///   - keywords: The keywords.
  ///   - limit: The maximum number of datasets to return.
  /// - Returns: The datasets with any keyword, those with the highest counts first, then in the
  ///   order of the catalogs; and the count of each.
  public func datasets(
    matching keywords: [String], limit: Int = .max
  ) -> [(dataset: Dataset, count: Int)] {
    var counts = [Int](repeating: 0, count: datasets.count)
    for keyword in keywords {
      for (index, places) in texts.places(of: Array(keyword.lowercased().utf8)).enumerated() {
        counts[index] += places.inFields + places.tags
      }
    }
    return counts.indices.filter { counts[$0] > 0 }
      .sorted { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1 }
      .prefix(limit).map { (texts.datasets[$0], counts[$0]) }
  }
}

// MARK: - Reading

extension RegistryReader {
  /// Reads the catalogs of all buckets of the global registry, several at a time.
  ///
  /// - Parameters:
  ///   - registry: The registry.
  ///   - width: The maximum number of catalogs that are read at the same time.
  /// - Returns: The catalogs, and the buckets that could not be read.
  public func catalogs(of registry: GlobalRegistry, width: Int = 16) async -> CatalogCollection {
    let answers = await registry.entries.parallelMap(width: width) {
      entry -> Result<Bucket, ReadingError> in
      do throws(ReadingError) {
        return .success(try await bucket(at: entry.endpoint, namedIn: registry.address))
      } catch {
        return .failure(error)
      }
    }
    var buckets: [Bucket] = []
    var failures: [CatalogCollection.Failure] = []
    for (entry, answer) in zip(registry.entries, answers) {
      switch answer {
      case .success(let bucket): buckets.append(bucket)
      case .failure(let error): failures.append(.init(entry: entry, error: error))
      }
    }
    return CatalogCollection(buckets, failures: failures)
  }
}
