internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// A schema or an instance as bytes, in JSON or YAML.
package struct SchemaText: Sendable {
  /// Its name for people, such as its path.
  package let name: String
  /// The bytes.
  package let bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Reads a file, or standard input if the path is `-`.
  ///
  /// - Parameter path: The path.
  /// - Throws: A problem if the file does not exist, can't be read, or is too large.
  package init(path: String) throws(SchemaProblem) {
    do throws(StoreError) {
      let limit = TextLimits.standard.size
      if path == "-" {
        self.init(
          name: "<stdin>", bytes: try SequentialFile(standardInput: "<stdin>").all(limit: limit))
      } else {
        self.init(name: path, bytes: try SequentialFile(path: path).all(limit: limit))
      }
    } catch {
      throw SchemaProblem(path == "-" ? "<stdin>" : path, "can't be read: \(error.detail)")
    }
  }

  /// Parses it as JSON or YAML, by its extension, else by its first character.
  func parsed() throws(SyntaxFault) -> Document {
    let limits = TextLimits.standard
    if isJSON { return try JSONParser.parse(bytes, limits: limits) }
    return try YAMLParser.parse(bytes)
  }

  private var isJSON: Bool {
    let name = name.lowercased()
    if name.hasSuffix(".json") { return true }
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return false }
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let first = bytes.dropFirst(isMarked ? 3 : 0).first { $0 > 0x20 }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// The URI made from the name, to resolve relative references.
  var uri: String {
    var path = name[...]
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    while path.hasPrefix("/") { path = path.dropFirst() }
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
    var uri: [UInt8] = Array("file:///".utf8)
    for byte in path.utf8 {
      if plain.contains(byte) {
        uri.append(byte)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        uri += Array("%\(digits.count < 2 ? "0" : "")\(digits)".utf8)
      }
    }
    return String(decoding: uri, as: UTF8.self)
  }
}
