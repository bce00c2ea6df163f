/// A directory below the registry for replaced and deleted files.
struct ArchiveDirectory: ArgumentValue {
  /// Its key below the endpoint.
  let key: String

  init(word: String) throws(WrongValue) {
    guard !word.isEmpty, !word.hasPrefix("/"), !word.contains("..") else {
      throw WrongValue("it must be a directory below the registry, such as archive")
    }
    key = word
  }

  var word: String { key }
}
