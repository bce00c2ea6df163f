internal import Files
internal import Formats
internal import ObjectStorage
internal import RegistryReports
internal import SharedCloudRegistry

/// The files below the root of a suite, by their paths.
struct SuiteFolder: Sendable {
  /// The path of the root, without a final slash.
  let path: String
  /// The paths of the files below it, in byte order.
  let names: [String]

  /// The maximum size of a file of a suite.
  private static let limit = 64 << 20

  /// Lists a folder.
  ///
  /// - Parameter path: The root.
  /// - Throws: ``SuiteError`` when it can't be listed.
  init(_ path: String) throws(SuiteError) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard PathKind(path) == .directory else {
      throw SuiteError(path, detail: "there is no such directory")
    }
    do throws(StoreError) {
      names = try FileStorage(copy: path).listAll().objects.map(\.key)
    } catch {
      throw SuiteError(path, detail: error.detail)
    }
  }

  /// The path of a file, for messages.
  func place(of name: String) -> String { path + "/" + name }

  /// The files of a folder whose names end in a suffix, at any depth.
  func names(in folder: String, suffix: String = "") -> [String] {
    names.filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(suffix) }
  }

  /// Reads a file.
  ///
  /// - Parameter name: Its path below the root.
  /// - Returns: Its bytes.
  /// - Throws: ``SuiteError`` when there is no such file, or it is outside.
  func bytes(_ name: String) throws(SuiteError) -> [UInt8] {
    guard Self.isInside(name) else {
      throw SuiteError(place(of: name), detail: "it is outside the suite")
    }
    do throws(StoreError) {
      return try FileStorage(copy: path).bytes(of: name, limit: Self.limit)
    } catch {
      throw SuiteError(place(of: name), detail: "can't be read: \(error.detail)")
    }
  }

  /// Reads a JSON file and checks it by its schema.
  ///
  /// - Parameters:
  ///   - name: Its path below the root.
  ///   - format: The schema.
  /// - Returns: The outermost value.
  /// - Throws: ``SuiteError`` with the place of the fault.
  func root(_ name: String, format: OwnFormat) throws(SuiteError) -> Node {
    let bytes = try bytes(name)
    do throws(UnusableFile) {
      return try format.root(of: bytes, name: place(of: name))
    } catch {
      throw SuiteError([error])
    }
  }

  /// Tells whether a path that a file of the suite names stays below the root.
  static func isInside(_ name: String) -> Bool {
    !name.isEmpty && !name.utf8.contains(0)
      && !ObjectAddress(scheme: "s3", bucket: "b", key: name).hasUnsafeKey
  }
}
