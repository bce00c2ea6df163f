/// Reads bytes that end where the connection does, and asks the server for their number at the end:
/// a connection that broke looks the same.
actor ConfirmedReader: ObjectReader {
  nonisolated let info: ObjectInfo
  private let reader: any ObjectReader
  private let address: String
  private let metadata: @Sendable () async throws(StoreError) -> ObjectInfo
  private var count = 0

  /// Confirms what a reader gives.
  ///
  /// - Parameters:
  ///   - reader: The reader.
  ///   - address: The address of the object, for messages.
  ///   - metadata: Requests the metadata of the object.
  init(
    _ reader: any ObjectReader, address: String,
    metadata: @escaping @Sendable () async throws(StoreError) -> ObjectInfo
  ) {
    self.reader = reader
    self.address = address
    self.metadata = metadata
    info = reader.info
  }

  func next() async throws(StoreError) -> [UInt8]? {
    if let bytes = try await reader.next() {
      count += bytes.count
      return bytes
    }
    let info: ObjectInfo
    do throws(StoreError) {
      info = try await metadata()
    } catch  where [.unavailable, .cancelled].contains(error.code) {
      // A failed look does not show that this is all.
      throw error
    } catch {
      // A server that refuses to tell the size leaves only the bytes.
      return nil
    }
    guard info.isSizeKnown, info.size > count else { return nil }
    throw StoreError(
      .unavailable, address: address,
      detail: "the connection was closed after \(count) of \(info.size) bytes")
  }
}
