/// Decodes compressed bytes that arrive piece by piece, in memory that does not grow.
///
/// It has a place in the stream, so it belongs to one reader. After it throws it is unusable.
package protocol StreamDecoder: AnyObject {
  /// Decodes until the input is used up or the output is full.
  ///
  /// If the output is full, more may come without further input.
  ///
  /// - Parameters:
  ///   - input: The next compressed bytes; may be empty.
  ///   - output: Receives the decoded bytes.
  /// - Returns: How many bytes were read and written.
  /// - Throws: ``ArchiveFault`` for bytes that can't be decoded.
  func decode(
    _ input: Span<UInt8>, into output: UnsafeMutableRawBufferPointer
  ) throws(ArchiveFault) -> DecodingStep

  /// Says that there is no more input.
  ///
  /// - Throws: ``ArchiveFault`` if the stream may not end here.
  func finish() throws(ArchiveFault)

  /// The name of the file inside, once it is known; nil if it has no name.
  var memberName: String? { get }
}

extension StreamDecoder {
  /// Decodes until the input is used up or the output is full.
  ///
  /// - Parameters:
  ///   - input: The next compressed bytes; may be empty.
  ///   - output: Receives the decoded bytes from its start on.
  /// - Returns: How many bytes were read and written.
  /// - Throws: ``ArchiveFault`` for bytes that can't be decoded.
  package func decode(
    _ input: Span<UInt8>, into output: inout [UInt8]
  ) throws(ArchiveFault) -> DecodingStep {
    try unsafe output.withUnsafeMutableBufferPointer {
      (buffer) throws(ArchiveFault) -> DecodingStep in
      unsafe try decode(input, into: UnsafeMutableRawBufferPointer(buffer))
    }
  }
}

/// The progress of a decoder.
package struct DecodingStep: Sendable, Hashable {
  /// The number of bytes taken from the input.
  package var consumed = 0
  /// The number of bytes written to the output.
  package var produced = 0
}
