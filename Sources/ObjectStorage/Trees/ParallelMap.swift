extension Sequence where Self: Sendable, Element: Sendable {
  /// Maps elements in parallel, at most `width` at a time, and keeps their order.
  ///
  /// The order makes reports identical byte for byte, whatever the width is.
  ///
  /// - Parameters:
  ///   - width: The maximum number of elements at a time.
  ///   - transform: Maps one element.
  /// - Returns: The results, in the order of the elements.
  package func parallelMap<Result: Sendable>(
    width: Int, _ transform: @escaping @Sendable (Element) async -> Result
  ) async -> [Result] {
    await withTaskGroup(of: (Int, Result).self) { group in
      var results: [Int: Result] = [:]
      var iterator = enumerated().makeIterator()
      func startNext() {
        guard let (index, element) = iterator.next() else { return }
        group.addTask { (index, await transform(element)) }
      }
      for _ in 0..<Swift.max(1, width) { startNext() }
      while let (index, result) = await group.next() {
        results[index] = result
        startNext()
      }
      return results.sorted { $0.key < $1.key }.map(\.value)
    }
  }
}
