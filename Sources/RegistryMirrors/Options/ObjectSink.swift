/// Receives the lines of the objects.
public struct ObjectSink: Sendable {
  /// Appends lines.
  public var write: @Sendable ([UInt8]) throws(MirrorError) -> Void
  /// Makes all lines so far durable, and returns the number of their bytes.
  public var position: @Sendable () throws(MirrorError) -> Int
  /// Continues after so many bytes of an earlier run; the rest is forgotten.
  public var resume: @Sendable (Int) throws(MirrorError) -> Void

  /// Creates a sink.
  ///
  /// - Parameters:
  ///   - write: Appends lines.
  ///   - position: Makes all lines so far durable, and returns the number of their bytes.
  ///   - resume: Continues after so many bytes of an earlier run.
  public init(
    write: @escaping @Sendable ([UInt8]) throws(MirrorError) -> Void,
    position: @escaping @Sendable () throws(MirrorError) -> Int,
    resume: @escaping @Sendable (Int) throws(MirrorError) -> Void
  ) {
    self.write = write
    self.position = position
    self.resume = resume
  }
}
