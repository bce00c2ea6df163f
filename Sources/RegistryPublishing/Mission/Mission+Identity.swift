extension Mission {
  /// Adds a column with the ETag of each file to all datasets that have none.
  ///
  /// The info document describes it. It is empty if the source of the objects has no ETags.
  package mutating func addETagColumns() {
    for index in datasets.indices
    where !datasets[index].columns.contains(where: { $0.source == "etag" || $0.name == "etag" }) {
      datasets[index].columns.append(
        .init(
          name: "etag", source: "etag", type: "string", units: nil,
          description: "The ETag of the file when it was listed"))
    }
  }
}
