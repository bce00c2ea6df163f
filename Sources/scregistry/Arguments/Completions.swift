internal import ArgumentParser
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

extension CompletionKind {
  /// The ids of the datasets of the bucket that the command line names, without a request.
  static var datasetIDs: CompletionKind {
    .custom { words, _, _ in
      for word in words.dropFirst(2) where !word.isEmpty && !word.hasPrefix("-") {
        let ids = await ids(of: word)
        if !ids.isEmpty { return ids }
      }
      return []
    }
  }

  /// The codes and names of the rules.
  static var rules: CompletionKind {
    .custom { (_: [String], _: Int, _: String) in
      RuleBook.standard.rules.flatMap { [$0.code, $0.name] }
    }
  }

  /// The ids in a catalog on this machine or in the cache; empty if it is in neither.
  private static func ids(of bucket: String) async -> [String] {
    var options = RegistryReader.Options()
    options.readsUnavailableBuckets = true
    var cache = CacheOptions()
    cache.mode = .offline
    options.cache = cache
    do throws(ReadingError) {
      return try await RegistryReader(options).bucket(at: bucket).datasets.map(\.id)
    } catch {
      // Nothing is completed; the command itself will say why the bucket can't be read.
      return []
    }
  }
}
