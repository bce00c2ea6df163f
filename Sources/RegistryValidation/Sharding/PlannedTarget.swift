internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// A store of a plan, which another machine can open.
struct PlannedStore: Sendable, Hashable {
  /// The address or path before its keys.
  var address: String
  /// Whether it is a directory of a machine.
  var isDirectory: Bool
  /// The key that the user named, whatever it is; nil for none.
  var named: String?
  /// The start of the keys that the store omits, for a storage.
  var prefix = ""

  /// Describes a tree; nil if no other machine can open it.
  init?(_ tree: ObjectTree, named: String? = nil) {
    guard [.copy, .published].contains(tree.kind) else { return nil }
    address = tree.storage.address
    prefix = tree.prefix
    isDirectory = tree.kind == .copy
    self.named = isDirectory ? named : nil
  }

  /// What the tree is for the user.
  var kind: ObjectTree.Kind { isDirectory ? .copy : .published }

  /// Opens the tree here.
  ///
  /// - Parameters:
  ///   - target: The target that led to it.
  ///   - storages: The access to storages.
  /// - Returns: The tree.
  /// - Throws: ``StoreError`` if it is not within reach.
  func open(
    for target: String, _ storages: StorageProvider
  ) throws(StoreError) -> ObjectTree {
    guard !isDirectory else { return ObjectTree(copy: address, named: named) }
    return ObjectTree(try storage(for: target, storages), prefix: prefix)
  }

  /// Opens the storage here.
  ///
  /// - Parameters:
  ///   - target: The target that led to it.
  ///   - storages: The access to storages.
  /// - Returns: The storage.
  /// - Throws: ``StoreError`` if it is not within reach.
  func storage(
    for target: String, _ storages: StorageProvider
  ) throws(StoreError) -> any Storage {
    guard !isDirectory else { return FileStorage(copy: address, named: named) }
    let own = try storages.place(of: target)
    if own.storage.address == address { return own.storage }
    return try storages.place(of: address, namedIn: target).storage
  }

  /// The store as a value.
  var value: JSONValue {
    var members = FactsMembers()
    members.add("address", address)
    members.add("directory", flag: isDirectory)
    members.add("named", named)
    if !prefix.isEmpty { members.add("prefix", prefix) }
    return members.value
  }

  /// Reads a store.
  init(facts object: FactsObject) throws(FactsFault) {
    address = try object.text("address")
    isDirectory = object.flag("directory")
    named = try object.optionalText("named")
    prefix = try object.optionalText("prefix") ?? ""
  }
}

/// A target of a plan.
struct PlannedTarget: Sendable, Hashable {
  /// The kinds of content.
  enum Content: String {
    case tree, document, index
  }

  /// The target as given.
  var name: String
  /// What it is.
  var content: Content
  /// The key in its store; empty for a tree.
  var key: String
  /// The kind of a document, if it is known.
  var kind: DocumentKind?
  /// Where it is.
  var store: PlannedStore

  /// Describes a target.
  ///
  /// - Throws: ``TargetError`` if another machine can't read it.
  init(_ source: TargetSource) throws(TargetError) {
    name = source.name
    switch source.content {
    case .tree: (content, key, kind) = (.tree, "", nil)
    case .document(_, let key, let kind): (content, self.key, self.kind) = (.document, key, kind)
    case .index(_, let key): (content, self.key, kind) = (.index, key, nil)
    }
    guard let store = PlannedStore(source.store, named: key.isEmpty ? nil : key) else {
      throw TargetError(name, "another machine can't read it; give a file, directory or address")
    }
    guard Redaction.of(name) == name else {
      throw TargetError(
        name, "a plan must not have secrets; give them in the environment of each machine")
    }
    self.store = store
  }

  /// The target with another store.
  func source(_ store: ObjectTree) -> TargetSource {
    switch content {
    case .tree: TargetSource(name: name, content: .tree(store))
    case .document: TargetSource(name: name, content: .document(store, key: key, kind))
    case .index: TargetSource(name: name, content: .index(store, key: key))
    }
  }

  /// The target as a value.
  var value: JSONValue {
    var members = FactsMembers()
    members.add("target", name)
    members.add("content", content.rawValue)
    if !key.isEmpty { members.add("key", key) }
    members.add("kind", kind?.rawValue)
    members.add("store", always: store.value)
    return members.value
  }

  /// Reads a target.
  init(facts object: FactsObject) throws(FactsFault) {
    name = try object.text("target")
    guard let content = try object.word("content", of: Content.self),
      let store = try object.object("store")
    else { throw FactsFault("content is missing") }
    self.content = content
    key = try object.optionalText("key") ?? ""
    kind = try object.word("kind", of: DocumentKind.self)
    self.store = try PlannedStore(facts: store)
  }
}
