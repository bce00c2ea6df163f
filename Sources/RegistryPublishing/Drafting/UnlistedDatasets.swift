internal import Formats
internal import SharedCloudRegistry

/// Finds the datasets of the present catalog that the mission makes, though no source lists any of
/// their files.
///
/// Their files are gone, or have another dataset now; either way their rows must be judged.
struct UnlistedDatasets {
  private let mission: Mission
  private var matcher: KeyMatcher

  /// How many rows are looked at to see whether the mission has templates for them.
  private static let rows = 100

  /// Prepares a mission.
  init(_ mission: Mission) {
    self.mission = mission
    matcher = KeyMatcher(mission)
  }

  /// The dataset of the mission; nil if the mission has no such dataset.
  ///
  /// - Parameter dataset: The dataset in the present catalog.
  /// - Returns: The dataset.
  mutating func dataset(for dataset: Dataset) async -> KeyMatcher.Dataset? {
    let patterns = mission.datasets.indices.filter {
      mission.datasets[$0].id.mayMake(dataset.id)
    }
    if let number = patterns.first(where: { mission.datasets[$0].usedCaptures.isEmpty }) {
      return KeyMatcher.Dataset(pattern: number, id: dataset.id, captures: [:])
    }
    guard !patterns.isEmpty else { return nil }
    var query = FileQuery()
    query.order = .asWritten
    var batches = dataset.files(query).batches.makeAsyncIterator()
    do throws(ReadingError) {
      guard let batch = try await batches.next(isolation: nil) else { return nil }
      for record in batch.prefix(Self.rows) {
        if let found = self.dataset(of: record.datakey, named: dataset.id) { return found }
      }
    } catch {
      // Another publisher's index is not the business of this mission.
      return nil
    }
    return nil
  }

  private mutating func dataset(of datakey: String, named id: String) -> KeyMatcher.Dataset? {
    guard let key = datakey.rest(after: mission.base) else { return nil }
    do throws(KeyMatcher.Refusal) {
      let match = try matcher.match(Array(key.utf8))
      let found = matcher.datasets[match.dataset]
      return found.id.hasSameBytes(as: id) ? found : nil
    } catch {
      return nil
    }
  }
}
