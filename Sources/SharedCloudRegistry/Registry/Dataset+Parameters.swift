internal import Formats
internal import ObjectStorage

/// A further column of index files, as an info document describes it.
///
/// Spec: SCR 1.1 §3.4.
public struct InfoParameter: Sendable, Hashable {
  /// The name of the column.
  public var name: String
  /// The type of its values: `string`, `isotime`, `int`, `integer`, `double`, `float` or
  /// `boolean`; another word counts as `string`.
  public var type: String

  /// Creates a parameter.
  ///
  /// - Parameters:
  ///   - name: The name of the column.
  ///   - type: The type of its values.
  public init(name: String, type: String) {
    self.name = name
    self.type = type
  }
}

extension Dataset {
  /// Reads the columns that the info document describes.
  ///
  /// - Returns: The columns in their order; nil if there is no info document.
  /// - Throws: ``ReadingError`` if there is one that can't be read.
  public func parameters() async throws(ReadingError) -> [InfoParameter]? {
    let place = try indexPlace()
    for ending in [".json", ".info"] {
      let key = place.key + id + ending
      let bytes: [UInt8]
      do throws(StoreError) {
        bytes = try await Self.bytes(of: place.storage, key)
      } catch {
        // Without permission to list a bucket, S3 answers "access denied" for absent objects.
        if [.notFound, .accessDenied, .notCached].contains(error.code) { continue }
        throw ReadingError(error)
      }
      do throws(SyntaxFault) {
        return Self.parameters(in: try JSONParser.parse(bytes).root)
      } catch {
        throw ReadingError(
          .malformed, address: place.storage.address + key, detail: error.message)
      }
    }
    return nil
  }

  private static func bytes(
    of storage: any Storage, _ key: String
  ) async throws(StoreError) -> [UInt8] {
    let reader = try await storage.read(key, .whole)
    var bytes: [UInt8] = []
    while let more = try await reader.next() {
      bytes += more
      guard bytes.count <= 16 << 20 else {
        throw StoreError(
          .tooLarge, address: storage.address + key, detail: "it is larger than 16 MB")
      }
    }
    return bytes
  }

  private static func parameters(in root: Node) -> [InfoParameter] {
    let list = root["parameters"].map { Array($0.elements) } ?? []
    return list.compactMap { entry in
      guard let name = entry["name"]?.string else { return nil }
      return InfoParameter(name: name, type: entry["type"]?.string ?? "string")
    }
  }
}
