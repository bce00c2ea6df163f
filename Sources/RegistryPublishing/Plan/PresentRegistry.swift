package import Formats
package import SharedCloudRegistry

/// The registry at a destination before something is published there.
package struct PresentRegistry: Sendable {
  /// The present or future place of catalog.json.
  package let place: StoragePlace
  /// The catalog; nil if absent.
  package let catalog: Document?
  /// The ETag of the catalog; nil if absent.
  package let etag: String?
  /// The datasets by id.
  package let datasets: ExactDictionary<Dataset>
  /// The faults of the catalog.
  package let faults: [ReadingFault]

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
  /// - Returns: The present registry.
  /// - Throws: ``ReadingError`` when a catalog exists but can't be read.
  package static func read(
    _ destination: String, endpoint: String?, _ storage: StorageOptions,
    _ document: EditedDocument = .catalog
  ) async throws(ReadingError) -> PresentRegistry {
    let root = destination.hasSuffix("/") ? destination : destination + "/"
    do throws(StoreError) {
      let place = try StorageProvider(storage).place(of: root)
      let bytes: [UInt8]
      let etag: String?
      do throws(StoreError) {
        let object = try await place.storage.read(place.key + document.fileName, .whole)
        etag = object.info.etag
        bytes = try await object.all(limit: largestCatalog)
      } catch  where error.code == .notFound {
        return PresentRegistry(place, nil, nil, [:], [])
      } catch  where error.code == .accessDenied {
        // It must not count as absent: a present catalog might be lost.
        throw StoreError(
          error.code, address: error.address,
          detail: "\(error.detail); it may be absent: S3 hides that without permission to list")
      } catch {
        throw error
      }
      let text = try parse(bytes, place.address + document.fileName)
      guard document == .catalog else { return PresentRegistry(place, text, etag, [:], []) }
      return try await read(place, root, endpoint, text, etag, storage)
    } catch {
      throw ReadingError(error)
    }
  }

  private init(
    _ place: StoragePlace, _ catalog: Document?, _ etag: String?,
    _ datasets: ExactDictionary<Dataset>,
    _ faults: [ReadingFault]
  ) {
    self.place = place
    self.catalog = catalog
    self.etag = etag
    self.datasets = datasets
    self.faults = faults
  }

  private static func parse(_ bytes: [UInt8], _ address: String) throws(StoreError) -> Document {
    do throws(SyntaxFault) {
      return try JSONParser.parse(bytes)
    } catch {
      let position = LineIndex(bytes).position(at: error.offset)
      throw StoreError(
        .malformed, address: address,
        detail: "line \(position.line), column \(position.column): \(error.message)")
    }
  }

  private static func read(
    _ place: StoragePlace, _ root: String, _ endpoint: String?, _ document: Document,
    _ etag: String?,
    _ storage: StorageOptions
  ) async throws(StoreError) -> PresentRegistry {
    var options = RegistryReader.Options()
    options.storage = storage
    if let endpoint = endpoint ?? document.root["endpoint"]?.string, !endpoint.isEmpty {
      let slashed = endpoint.hasSuffix("/") ? endpoint : endpoint + "/"
      options.mappings = [AddressMapping(slashed, to: root)]
    }
    options.readsUnavailableBuckets = true
    let bucket: Bucket
    do throws(ReadingError) {
      bucket = try await RegistryReader(options).bucket(at: root + catalogName)
    } catch {
      throw StoreError(.malformed, address: error.address, detail: error.detail)
    }
    let datasets = ExactDictionary(bucket.datasets.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    return PresentRegistry(place, document, etag, datasets, bucket.faults)
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
