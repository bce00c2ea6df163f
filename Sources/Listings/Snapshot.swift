package import ObjectStorage

/// A snapshot to write: its source, and what its header says.
package struct Snapshot: Sendable {
  /// Where the objects come from.
  package var source: SnapshotSource
  /// The address or path that the keys belong to; nil for that of the source.
  package var target: String?
  /// The time; nil to omit it.
  ///
  /// A snapshot of a listing has the time that the listing states instead.
  package var created: String?
  /// The program and its version.
  package var tool: String

  /// Describes a snapshot.
  ///
  /// - Parameters:
  ///   - source: Where the objects come from.
  ///   - tool: The program and its version.
  package init(of source: SnapshotSource, tool: String) {
    self.source = source
    self.tool = tool
  }

  /// Why a snapshot could not be made.
  package enum Failure<WriteError: Error>: Error {
    /// The source can't be read.
    case source(StoreError)
    /// The snapshot can't be written.
    case write(WriteError)
  }

  /// Counts objects and bytes while a snapshot is written.
  package protocol Counter: Sendable {
    /// Counts objects.
    func count(objects: Int)
    /// Counts bytes of the source.
    func count(bytes: Int)
  }

  /// Writes the header, a line for each object, and the footer.
  ///
  /// - Parameters:
  ///   - counter: Counts objects, and bytes on another thread.
  ///   - sink: Receives the bytes in their order.
  /// - Returns: The summary of the listing.
  /// - Throws: ``Failure``; the bytes so far are not a snapshot.
  package func write<WriteError: Error>(
    counting counter: some Counter, to sink: ([UInt8]) throws(WriteError) -> Void
  ) async throws(Failure<WriteError>) -> ListingSummary {
    func put(_ bytes: [UInt8]) throws(Failure<WriteError>) {
      do throws(WriteError) { try sink(bytes) } catch { throw .write(error) }
    }
    var failure: Failure<WriteError>?
    var writer = SnapshotWriter()
    // What a listing shows is as old as the listing, whenever it is converted.
    let isListing = if case .listing = source { true } else { false }
    try put(
      writer.header(
        target: target ?? source.target, created: isListing ? nil : created, tool: tool))
    let summary: ListingSummary
    do throws(StoreError) {
      summary = try await ListingAhead(source, takesDetails: true).read {
        entries throws(StoreError) in
        counter.count(objects: entries.count)
        do throws(Failure<WriteError>) {
          try put(writer.lines(entries))
        } catch {
          failure = error
          throw StoreError(.cancelled, address: "", detail: "the snapshot can't be written")
        }
      } progress: {
        counter.count(bytes: $0)
      }
    } catch {
      throw failure ?? .source(error)
    }
    try put(
      writer.footer(
        isComplete: summary.isComplete, prefix: summary.prefix, unlisted: summary.unlisted,
        created: isListing ? summary.created : nil))
    return summary
  }
}
