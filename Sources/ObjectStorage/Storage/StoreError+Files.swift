package import Files

extension StoreError {
  /// Describes an error of the file system.
  ///
  /// - Parameter error: The error.
  package init(_ error: FileError) {
    let code: Code =
      switch error.code {
      case .notFound: .notFound
      case .accessDenied: .accessDenied
      case .notAFile: .notAnObject
      case .outside: .forbiddenAddress
      case .noRoom: .noRoom
      case .failed, .unusableName: .unavailable
      }
    self.init(code, address: error.path, detail: error.detail)
  }

  /// Creates an error from an error number of the system.
  ///
  /// - Parameters:
  ///   - code: The number of the error.
  ///   - address: The path.
  package init(errno code: Int32, address: String) {
    self.init(FileError(errno: code, path: address))
  }

  /// Runs an operation on files.
  ///
  /// - Parameter operation: The operation.
  /// - Returns: Its result.
  /// - Throws: Its error as a ``StoreError``.
  @inline(__always)
  package static func describing<Value: ~Copyable>(
    _ operation: @autoclosure () throws(FileError) -> Value
  ) throws(StoreError) -> Value {
    do throws(FileError) { return try operation() } catch { throw StoreError(error) }
  }
}
