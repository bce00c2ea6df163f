/// A storage whose objects may be files of this machine.
package protocol LocalStorage: Storage {
  /// Whether its objects are files of this machine.
  var isLocal: Bool { get }

  /// Opens the file of an object; nil if it is not a file of this machine.
  func openedFile(_ key: String) throws(StoreError) -> OpenedFile?
}

extension Storage {
  /// Whether the objects are files of this machine.
  package var isOnThisMachine: Bool { (self as? any LocalStorage)?.isLocal ?? false }
}
