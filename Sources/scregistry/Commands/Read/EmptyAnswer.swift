internal import RegistryReports
internal import SharedCloudRegistry

/// Why an answer is empty, for standard error: an empty list looks like a failure otherwise.
enum EmptyAnswer {
  /// Says why no file was selected.
  ///
  /// - Parameters:
  ///   - dataset: The dataset.
  ///   - selection: What was asked for.
  /// - Returns: A line.
  static func files(of dataset: Dataset, selection: SelectionArguments) -> String {
    var given = [("from", selection.start), ("to", selection.stop)]
    if selection.last != nil { given = [("in the last", selection.last), ("to", selection.stop)] }
    let range = given.compactMap { word, text in text.map { "\(word) \($0)" } }
      .joined(separator: " ")
    let pattern = selection.match.map { " matches \($0)" }
    let asked = (pattern ?? " was found") + (range.isEmpty ? "" : " \(range)")
    let span = dataset.isStatic ? "" : "; the catalog \(Self.claim(of: dataset))"
    return TextStyle.harmless("no file of \(dataset.id)\(asked)\(span)") + "\n"
  }

  /// What the catalog says about the time of a dataset.
  private static func claim(of dataset: Dataset) -> String {
    switch (dataset.start?.text(precision: .day), dataset.stop?.text(precision: .day)) {
    case (let start?, let stop?): "says that it covers \(start) to \(stop)"
    case (let start?, nil): "says that it begins at \(start), and not where it ends"
    case (nil, let stop?): "says that it ends at \(stop), and not where it begins"
    case (nil, nil): "does not say what time it covers"
    }
  }

  /// Says why no dataset was selected.
  ///
  /// - Parameters:
  ///   - found: The catalogs.
  ///   - asked: What was asked for, such as `has the word "ace"`.
  ///   - advice: What to try; nil for nothing.
  /// - Returns: A line.
  static func datasets(
    of found: CatalogCollection, asked: String, advice: String? = nil
  ) -> String {
    let place =
      found.buckets.count == 1
      ? found.buckets[0].catalogAddress
      : found.buckets.count.counted("catalog")
    guard !found.datasets.isEmpty else {
      let isKnown = found.buckets.allSatisfy(\.faults.isEmpty) && found.failures.isEmpty
      let text = isKnown ? "\(place): no dataset is listed" : "\(place): no dataset can be read"
      return TextStyle.harmless(text) + "\n"
    }
    let count = found.datasets.count
    let none = count == 1 ? "no dataset" : "none of the \(count.counted("dataset"))"
    let text = "\(none) in \(place) \(asked)" + (advice.map { "; \($0)" } ?? "")
    return TextStyle.harmless(text) + "\n"
  }

  /// Says which words of a search no dataset has, and which words are similar.
  ///
  /// - Parameters:
  ///   - unknown: The words, with similar ones.
  ///   - datasets: What was found.
  ///   - found: The catalogs.
  static func write(
    unknown: [(word: String, near: [String])], datasets: [Dataset], found: CatalogCollection
  ) {
    for (word, near) in unknown {
      let advice = near.isEmpty ? nil : "similar words: \(near.joined(separator: ", "))"
      Streams().writeError(Self.datasets(of: found, asked: "has \"\(word)\"", advice: advice))
    }
    guard datasets.isEmpty, unknown.isEmpty else { return }
    Streams().writeError(Self.datasets(of: found, asked: "is selected"))
  }
}
