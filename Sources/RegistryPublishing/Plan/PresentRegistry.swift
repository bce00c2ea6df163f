package import Formats
package import ObjectStorage
package import SharedCloudRegistry

/// The registry at a destination before something is published there.
package struct PresentRegistry: Sendable {
  /// The present or future place of catalog.json.
  package let place: StoragePlace
  /// The storage for reading: it remembers what was read, so that only that is replaced.
  package let observed: ObservedStorage
  /// The catalog; nil if absent.
  package private(set) var catalog: Document?
  /// The ETag of the catalog; nil if absent.
  package private(set) var etag: String?
  /// The datasets by id.
  package private(set) var datasets = ExactDictionary<Dataset>()
  /// The faults of the catalog.
  package private(set) var faults: [ReadingFault] = []

  /// The name of the catalog.
  static let catalogName = "catalog.json"
  private static let largestCatalog = 256 << 20

  /// Reads the present registry.
  ///
  /// - Parameters:
  ///   - destination: The address or directory to publish to.
  ///   - endpoint: The future endpoint of the catalog; nil for the one that it states.
  ///   - storage: How storages are reached.
  ///   - document: The kind of document.
  ///   - base: The place of the destination; nil for that of its address.
  /// - Returns: The present registry.
  /// - Throws: ``ReadingError`` when a catalog exists but can't be read.
  package static func read(
    _ destination: String, endpoint: String?, storage: StorageOptions,
    document: EditedDocument = .catalog, over base: StoragePlace? = nil
  ) async throws(ReadingError) -> PresentRegistry {
    let root = destination.directoryAddress
    do throws(StoreError) {
      var place: StoragePlace
      if let base { place = base } else { place = try StorageProvider(storage).place(of: root) }
      let observed = place.storage as? ObservedStorage ?? ObservedStorage(place.storage)
      place = StoragePlace(observed.base, at: place.key)
      let bytes: [UInt8]
      let etag: String?
      do throws(StoreError) {
        let object = try await observed.read(place.key + document.fileName, .whole)
        etag = object.info.etag
        bytes = try await object.all(limit: largestCatalog)
      } catch  where error.code == .notFound {
        return PresentRegistry(place, observed: observed)
      } catch  where error.code == .accessDenied {
        // It must not count as absent: a present catalog might be lost.
        throw StoreError(
          error.code, address: error.address,
          detail: "\(error.detail); it may be absent: S3 hides that without permission to list")
      } catch {
        throw error
      }
      let text = try parse(bytes, address: place.address + document.fileName)
      var present = PresentRegistry(place, observed: observed)
      (present.catalog, present.etag) = (text, etag)
      guard document == .catalog else { return present }
      let bucket: Bucket
      do throws(ReadingError) {
        bucket = try Self.bucket(
          of: text, present: present, endpoint: endpoint, root: root, storage: storage)
      } catch {
        throw StoreError(.malformed, address: error.address, detail: error.detail)
      }
      present.faults = bucket.faults
      present.datasets = ExactDictionary(
        bucket.datasets.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
      return present
    } catch {
      throw ReadingError(error)
    }
  }

  private init(_ place: StoragePlace, observed: ObservedStorage) {
    self.place = place
    self.observed = observed
  }

  private static func parse(_ bytes: [UInt8], address: String) throws(StoreError) -> Document {
    do throws(SyntaxFault) {
      return try JSONParser.parse(bytes)
    } catch {
      let position = LineIndex(bytes).position(at: error.offset)
      throw StoreError(
        .malformed, address: address,
        detail: "line \(position.line), column \(position.column): \(error.message)")
    }
  }

  /// Reads the datasets of a catalog that has been fetched.
  static func bucket(
    of document: Document, present: PresentRegistry, endpoint: String?, root: String,
    storage: StorageOptions
  ) throws(ReadingError) -> Bucket {
    var options = RegistryReader.Options()
    options.storage = storage
    options.observed = present.observed
    if let endpoint = endpoint ?? document.root["endpoint"]?.string, !endpoint.isEmpty {
      let slashed = endpoint.directoryAddress
      options.mappings = [AddressMapping(slashed, to: root)]
    }
    let place = StoragePlace(present.observed, at: present.key(catalogName))
    return try RegistryReader(options).bucket(document, at: place)
  }

  /// Checks that nobody changed an object between two reads of it.
  func checkUnchanged() throws(PublishingError) {
    if let conflict = observed.conflict { throw PublishingError(.conflict, from: conflict) }
  }

  /// The full key of a key below the endpoint.
  func key(_ key: String) -> String { place.key + key }
}

extension ObjectReader {
  /// Reads all bytes.
  ///
  /// - Parameter limit: The maximum number of bytes.
  /// - Returns: The bytes.
  /// - Throws: ``StoreError``, with code `tooLarge` above the limit.
  func all(limit: Int) async throws(StoreError) -> [UInt8] {
    var bytes: [UInt8] = []
    while let part = try await next() {
      bytes += part
      guard bytes.count <= limit else {
        throw StoreError(.tooLarge, address: "", detail: "it is larger than \(limit) bytes")
      }
    }
    return bytes
  }
}
