internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension Dataset {
  /// The years whose index files have no rows: a header alone says that a year has no files.
  ///
  /// - Parameter years: The years that have rows.
  /// - Returns: The years; none if nothing may be listed.
  /// - Throws: ``ReadingError`` when an index file can't be read.
  func emptyYears(besides years: Set<Int>) async throws(ReadingError) -> Set<Int> {
    let place = try indexPlace()
    var query = ListingQuery(prefix: place.key + id + "_", delimiter: "/")
    var empty: Set<Int> = []
    do throws(StoreError) {
      repeat {
        let page = try await place.storage.list(query)
        for object in page.objects {
          let file = PresentIndexFile(
            at: place.storage.address + object.key, in: place.storage, listedAs: object.info)
          guard let name = file.name, name.id.hasSameBytes(as: id), let year = name.year,
            !years.contains(year), try await file.lines(in: place.storage).rowCount() == 0
          else { continue }
          empty.insert(year)
        }
        try query.advance(past: page, at: place.storage.address)
      } while query.continuation != nil
    } catch  where [.notFound, .accessDenied, .unsupported].contains(error.code) {
      return []
    } catch {
      throw ReadingError(error)
    }
    return empty
  }
}
