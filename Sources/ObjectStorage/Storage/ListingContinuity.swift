/// Checks that the pages of a listing belong together.
///
/// Pages that overlap or repeat show that the server lost its place; then nobody knows which
/// objects it left out.
struct ListingContinuity: Sendable, Hashable {
  private let address: String
  private let prefix: String
  /// The last key of the pages so far.
  private var last: String?
  /// A token of the pages so far.
  ///
  /// It is replaced after 1, 2, 4, 8 … pages, so that each circle of
  /// tokens meets it, without a record of all of them.
  private var kept: String?
  private var pages = 0
  /// Whether every page so far was in byte order; only then pages can be compared.
  private var isSorted = true

  /// Starts before the first page.
  ///
  /// - Parameters:
  ///   - address: The address of the storage, for messages.
  ///   - query: The query for the first page.
  init(of address: String, _ query: ListingQuery) {
    self.address = address
    prefix = query.prefix
    kept = query.continuation
  }

  /// Checks the next page.
  ///
  /// - Parameter page: The page.
  /// - Throws: ``StoreError`` with code `malformed` if it contradicts the pages before.
  mutating func check(_ page: ListingPage) throws(StoreError) {
    if let token = page.continuation {
      if let kept, kept.utf8.elementsEqual(token.utf8) { throw fault("its pages repeat") }
      pages += 1
      if pages & (pages - 1) == 0 { kept = token }
    }
    try check(page.objects.lazy.map(\.key), prefixes: page.prefixes)
  }

  private mutating func check(
    _ keys: some Sequence<String>, prefixes: [String]
  ) throws(StoreError) {
    var (lowest, highest): (String?, String?) = (nil, nil)
    var previous: String?
    for key in keys {
      try checkPrefix(of: key)
      if let previous {
        if previous.utf8.elementsEqual(key.utf8) { throw fault("it has the key \(key) twice") }
        if !previous.precedesInBytes(key) { isSorted = false }
      }
      previous = key
      lowest = lowest ?? key
      highest = key
    }
    for key in prefixes {
      try checkPrefix(of: key)
      if lowest.map(key.precedesInBytes) ?? true { lowest = key }
      if highest.map({ $0.precedesInBytes(key) }) ?? true { highest = key }
    }
    if isSorted, let last, let lowest, !last.precedesInBytes(lowest) {
      throw fault("its pages overlap at \(lowest)")
    }
    last = highest ?? last
  }

  private func checkPrefix(of key: String) throws(StoreError) {
    guard !key.utf8.starts(with: prefix.utf8) else { return }
    throw fault("it has the key \(key), which does not begin with \(prefix)")
  }

  private func fault(_ detail: String) -> StoreError {
    StoreError(
      .malformed, address: address + prefix, detail: "the listing contradicts itself: \(detail)")
  }
}

extension String {
  /// Returns whether the bytes come before others; Unicode has a different order.
  fileprivate func precedesInBytes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
