internal import Files
internal import ObjectStorage

extension LocalObject {
  /// Reads a file of a listing to its end and keeps it in an unnamed file.
  ///
  /// - Parameters:
  ///   - source: Its bytes.
  ///   - name: Its name, for messages.
  /// - Throws: ``StoreError`` when it can't be read or kept.
  init(keeping source: ListingSource, name: String) throws(StoreError) {
    var writer = try StoreError.describing(SpoolWriter())
    while let bytes = try source.next() {
      writer.append(bytes.span)
      try StoreError.describing(writer.flushIfFull())
    }
    if let fault = source.fault {
      throw StoreError(.malformed, address: name, detail: fault)
    }
    do throws(FileError) {
      let (spool, size) = try writer.finish()
      self.init(spool, 0..<size)
    } catch {
      throw StoreError(error)
    }
  }
}
