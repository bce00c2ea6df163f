internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// The index files of one dataset on one side.
struct IndexDirectory: Sendable {
  /// The part of a dataset that a file holds.
  typealias Part = IndexFileName.Part

  /// The keys of the files by their part, in the preferred format.
  var files: [Part: String] = [:]

  /// The formats in the order of preference.
  private static let formats: [IndexFileName.Format] = [.csv, .zippedCSV, .gzippedCSV, .parquet]

  /// Finds the files.
  ///
  /// - Parameters:
  ///   - id: The id of the dataset.
  ///   - directory: The key of its directory below the root of the side, with its final slash.
  ///   - side: The side.
  ///   - years: The years to look for where nothing can be listed.
  /// - Throws: ``StoreError`` if it can't be told which files there are.
  init(
    of id: String, in directory: String, _ side: MirrorSide, years: ClosedRange<Int>?
  ) async throws(StoreError) {
    guard let (storage, prefix) = side.storage else { return }
    guard side.isListable else {
      try await probe(id, directory: directory, side: side, years: years ?? 1...1)
      return
    }
    var found: [Part: (rank: Int, key: String)] = [:]
    var query = ListingQuery(prefix: prefix + directory + id + "_", delimiter: "/")
    repeat {
      let page = try await storage.list(query)
      if let failure = page.failures.first { throw failure }
      for object in page.objects {
        guard let key = object.key.rest(after: prefix),
          let name = key.split(separator: "/").last.map(String.init),
          let file = IndexFileName(name), file.id == id,
          let rank = Self.formats.firstIndex(of: file.format)
        else { continue }
        if let other = found[file.part], other.rank <= rank { continue }
        found[file.part] = (rank, key)
      }
      try query.advance(past: page, at: storage.address)
    } while query.continuation != nil
    files = found.mapValues(\.key)
  }

  /// Finds those files of a side that another side has too, in any format, where nothing can be
  /// listed.
  ///
  /// - Parameters:
  ///   - known: The keys to request, by their part.
  ///   - side: The side.
  /// - Throws: ``StoreError`` if it can't be told which of them exist.
  init(probing known: [Part: String], of side: MirrorSide) async throws(StoreError) {
    guard let (storage, _) = side.storage else { return }
    for (part, key) in known {
      for name in Self.names(of: key) {
        do throws(StoreError) {
          _ = try await storage.head(side.storageKey(name))
          files[part] = name
          break
        } catch  where error.code == .notFound {
          continue
        } catch {
          throw error
        }
      }
    }
  }

  /// The names that a file may have in its own format and then in others.
  private static func names(of key: String) -> [String] {
    let all = IndexFileName.Format.allCases.map(\.rawValue)
    // The longest first, since one ends as another does.
    guard
      let own = all.sorted(by: { $0.utf8.count > $1.utf8.count }).first(where: key.hasSuffix)
    else { return [key] }
    let stem = key.dropLast(own.count)
    return [key] + formats.map(\.rawValue).filter { $0 != own }.map { stem + $0 }
  }

  /// Requests the files by their names.
  private mutating func probe(
    _ id: String, directory: String, side: MirrorSide, years: ClosedRange<Int>
  ) async throws(StoreError) {
    guard let (storage, _) = side.storage else { return }
    for year in years {
      let digits = String(year)
      let name = id + "_" + String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
      for format in Self.formats {
        let key = directory + name + format.rawValue
        do throws(StoreError) {
          _ = try await storage.head(side.storageKey(key))
          files[.year(year)] = key
          break
        } catch  where error.code == .notFound {
          continue
        } catch {
          throw error
        }
      }
    }
  }
}
