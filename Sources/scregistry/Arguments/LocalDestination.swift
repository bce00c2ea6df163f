internal import ObjectStorage

/// Where a command writes data on this machine: a file or a directory.
///
/// An address is refused, since it would be the path of a directory such as `s3:`.
struct LocalDestination: ArgumentValue {
  /// The path.
  let word: String

  init(word: String) throws(WrongValue) {
    self.word = try DataDestination(word: word).word
    guard !ObjectAddress.hasScheme(word) else { throw Self.isAddress }
  }

  /// The fault of an address.
  static let isAddress = WrongValue(
    "it is an address, but this command writes to this machine; name a path, and copy it with "
      + "a program such as aws s3 sync")
}
