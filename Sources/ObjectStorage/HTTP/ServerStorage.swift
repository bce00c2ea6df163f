/// A storage on a server, which answers requests for an object and for parts of it.
protocol ServerStorage: Storage {
  /// Requests the metadata of an object without its content.
  ///
  /// - Parameter key: The key of the object.
  /// - Returns: Its metadata.
  /// - Throws: ``StoreError``, which tells if the server does not know such requests.
  func metadata(of key: String) async throws(StoreError) -> ObjectInfo

  /// Requests an object.
  ///
  /// - Parameters:
  ///   - key: The key of the object.
  ///   - part: The part.
  /// - Returns: Its bytes as they are stored, which resume after a break.
  /// - Throws: ``StoreError``, which tells if the object has no such range.
  func reader(of key: String, _ part: ObjectPart) async throws(StoreError) -> ResumingReader
}

extension ServerStorage {
  package func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    do throws(StoreError) {
      return try await metadata(of: key)
    } catch  where error.fact == .isAboutMethod {
      return try await metadataWithFirstByte(of: key)
    } catch {
      throw error
    }
  }

  /// The metadata in the answer with one byte, from a server that does not answer HEAD.
  private func metadataWithFirstByte(of key: String) async throws(StoreError) -> ObjectInfo {
    do throws(StoreError) {
      return try await reader(of: key, ObjectPart(range: 0..<1)).info
    } catch {
      // An object without a first byte is empty.
      guard error.fact == .isAboutRange else { throw error }
      return ObjectInfo(size: 0)
    }
  }

  package func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader
  {
    if let range = part.range, range.isEmpty {
      return LocalReader(LocalObject(withoutBytes: try await head(key)))
    }
    do throws(StoreError) {
      let reader = try await reader(of: key, part)
      guard part.range == nil else { return reader }
      let stored: any ObjectReader =
        reader.endsWithConnection
        ? ConfirmedReader(reader, address: address + key) { () throws(StoreError) in
          try await metadata(of: key)
        } : reader
      return part.isStored ? stored : try stored.content(at: address + key)
    } catch {
      // The range starts after the end of the object, so there are no bytes.
      guard error.fact == .isAboutRange, part.range != nil else { throw error }
      return LocalReader(LocalObject(withoutBytes: try await head(key)))
    }
  }
}
