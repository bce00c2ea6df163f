extension Sequence where Self: Sendable, Element: Sendable {
  /// Maps elements in parallel, at most `width` at a time, and keeps their order.
  ///
  /// The order makes reports equal byte for byte whatever the width is.
  ///
  /// - Parameters:
  ///   - width: The most elements at a time.
  ///   - transform: Maps one element.
  /// - Returns: What the elements were mapped to, in their order.
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
