package import Formats

/// Decompresses the bytes of a source, for code that blocks.
package final class DecompressingSource: ObjectSource {
  private let source: any ObjectSource
  private let decoder: any StreamDecoder
  private let address: String
  private var input = [UInt8](repeating: 0, count: 128 << 10)
  private var unread = 0..<0
  private var isAtEnd = false
  /// Why the rest can't be decompressed; nil if there is no fault so far.
  package private(set) var fault: ArchiveFault?

  /// The name of the file inside, once it is known.
  package var memberName: String? { decoder.memberName }

  /// Decompresses the bytes of a source.
  ///
  /// - Parameters:
  ///   - source: Gives the compressed bytes.
  ///   - format: The compression format.
  ///   - address: The address of the object, for messages.
  ///   - limits: The limits of the decompressed size.
  ///   - isHasty: Whether speed matters more than the same words for faults everywhere.
  package init(
    _ source: any ObjectSource, format: ArchiveFormat, address: String,
    limits: ArchiveLimits = ArchiveLimits(), isHasty: Bool = false
  ) {
    self.source = source
    self.address = address
    decoder = format.makeDecoder(limits: limits, isHasty: isHasty)
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
    do throws(ArchiveFault) {
      while true {
        let step = unsafe try decoder.decode(input.span.extracting(unread), into: buffer)
        unread = unread.lowerBound + step.consumed..<unread.upperBound
        if step.produced > 0 { return step.produced }
        guard unread.isEmpty else { continue }
        if isAtEnd {
          try decoder.finish()
          return 0
        }
        let count = try fill()
        isAtEnd = count == 0
      }
    } catch {
      if let failure { throw failure }
      fault = error
      throw StoreError(error, address: address)
    }
  }

  /// The error of the source itself.
  private var failure: StoreError?

  private func fill() throws(ArchiveFault) -> Int {
    do throws(StoreError) {
      let source = source
      let count = try unsafe input.withUnsafeMutableBufferPointer {
        (buffer) throws(StoreError) -> Int in
        unsafe try source.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      unread = 0..<count
      return count
    } catch {
      failure = error
      throw ArchiveFault(.truncated, at: 0, error.detail)
    }
  }
}
