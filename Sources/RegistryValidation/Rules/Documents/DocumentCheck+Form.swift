internal import Formats
internal import SharedCloudRegistry

/// Documents and entries inside lists and objects in which they should not be.
extension DocumentCheck {
  /// Finds the content of a document; if the form is wrong, that is the one finding about it.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - kind: The kind that it should have.
  ///   - result: Gets the finding.
  /// - Returns: The registry, catalog, entry or info document; nil if it is something else.
  func content(
    of document: Document, as kind: DocumentKind, in result: inout DocumentResult
  ) -> Node? {
    // After faults of syntax, what surrounds a value may only be what was lost.
    let form = result.recovery == nil ? DocumentForm(of: document.root, as: kind) : .plain
    switch form {
    case .plain: result.content = document.root
    case .enclosed(let value):
      report(kind.ruleOnForm, "the \(kind.noun) is \(value.words)", document, "", in: &result)
      result.content = value.content
      result.contentPointer = value.pointer
    case .foreign(let words):
      report(kind.ruleOnForm, "the document is \(words)", document, "", in: &result)
      result.otherForm = words
      result.document = nil
    }
    return result.content
  }

  /// Finds the elements of a document's list that are inside another list or object.
  ///
  /// - Parameters:
  ///   - root: The registry, catalog or info document.
  ///   - kind: Its kind.
  ///   - result: Gets a finding for each.
  /// - Returns: The elements inside, by their positions.
  func enclosedElements(
    of root: Node, as kind: DocumentKind, in result: inout DocumentResult
  ) -> [Int: EnclosedValue] {
    guard let (name, rule, isElement) = kind.list, let list = root[name], result.recovery == nil
    else { return [:] }
    var found: [Int: EnclosedValue] = [:]
    for (position, element) in list.elements.enumerated() where !isElement(element) {
      guard let value = EnclosedValue(in: element, where: isElement) else { continue }
      found[position] = value
      result.entryPointers[position] = value.pointer
      let pointer = "\(result.contentPointer)/\(name)/\(position)"
      report(rule, "\(name)[\(position)] is \(value.words)", element, pointer, in: &result)
    }
    return found
  }

  private func report(
    _ rule: RuleID, _ message: String, _ document: Document, _ pointer: String,
    in result: inout DocumentResult
  ) {
    report(rule, message, document.root, pointer, in: &result)
  }

  private func report(
    _ rule: RuleID, _ message: String, _ node: Node, _ pointer: String,
    in result: inout DocumentResult
  ) {
    result.reporter.report(rule, message) { finding in
      DocumentPlaces(node.document).place(&finding, at: node, pointer: pointer)
      finding.expected = "one object that stands alone"
      finding.identity = pointer + message
    }
  }
}

extension Node {
  /// Whether another value is this one or inside it.
  func contains(_ other: Node) -> Bool { other.index >= index && other.index < nextIndex }
}
