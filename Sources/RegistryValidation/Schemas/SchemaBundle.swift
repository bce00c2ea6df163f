package import Formats
internal import JSONSchema

/// Combines a built-in schema with all its references, for programs that fetch nothing.
///
/// The referenced schemas are under `$defs` by their URIs and keep their `$id`, so references to
/// them stay the same.
///
/// Spec: JSON Schema Core 2020-12, 9.3, "Compound Documents".
package struct SchemaBundle {
  private let schema: BuiltInSchema
  private let library: SchemaLibrary

  package init(_ schema: BuiltInSchema, library: SchemaLibrary = .standard) {
    self.schema = schema
    self.library = library
  }

  /// The schema, with its keys in the order of its file.
  package var value: JSONValue {
    schema.pointer.isEmpty ? whole : part
  }

  private var whole: JSONValue {
    let others = references(from: [schema], except: [schema.id])
    let root = schema.document.root
    var members = root.members.filter { $0.key.text != "$defs" || others.isEmpty }.map(Self.member)
    if !others.isEmpty {
      let own = root["$defs"]?.members.map(Self.member) ?? []
      members.append((key: "$defs", value: .object(own + others.map(Self.definition))))
    }
    return .object(members)
  }

  /// A schema that only refers to a part of another.
  private var part: JSONValue {
    let others = [schema] + references(from: [schema], except: [schema.id])
    let name = schema.pointer.split(separator: "/").last ?? ""
    return [
      "$schema": .string(schema.document.root["$schema"]?.text ?? ""),
      "$id": .string("\(schema.id):\(name)"), "title": .string(schema.title),
      "$ref": .string(schema.uri), "$defs": .object(others.map(Self.definition)),
    ]
  }

  private static func member(_ member: Node.Member) -> (key: String, value: JSONValue) {
    (key: member.key.text, value: .node(member.value))
  }

  private static func definition(_ schema: BuiltInSchema) -> (key: String, value: JSONValue) {
    (key: schema.id, value: .node(schema.document.root))
  }

  /// The files that schemas refer to, directly or not, in the order of the first references.
  private func references(
    from start: [BuiltInSchema], except known: Set<String>
  ) -> [BuiltInSchema] {
    var seen = known
    var found: [BuiltInSchema] = []
    var waiting = start[...]
    while let next = waiting.popFirst() {
      for reference in Self.references(in: next.document.root) {
        let id = SchemaCollection.resolve(reference, against: next.id)
        guard let other = library.schema(id: id), seen.insert(id).inserted else { continue }
        found.append(other)
        waiting.append(other)
      }
    }
    return found
  }

  private static func references(in node: Node) -> [String] {
    let inner = node.elements.flatMap(references(in:))
    return node.members.reduce(into: inner) { found, member in
      if ["$ref", "$dynamicRef"].contains(member.key.text), let text = member.value.string {
        found.append(text)
      } else {
        found += references(in: member.value)
      }
    }
  }
}
