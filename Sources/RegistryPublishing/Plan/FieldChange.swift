internal import Formats

extension RegistryPlan {
  /// A field of the catalog that changes.
  public struct FieldChange: Sendable, Hashable {
    /// The dataset; nil for a field of the catalog itself.
    public var dataset: String?
    /// The field.
    public var field: String
    /// The value before, as JSON; nil if absent.
    public var before: String?
    /// The value after, as JSON; nil if absent.
    public var after: String?

    /// The change in one line.
    var text: String {
      let place = dataset.map { "\($0).\(field)" } ?? field
      return "  \(place): \(before ?? "(absent)") -> \(after ?? "(absent)")"
    }

    /// The change as JSON.
    var json: JSONValue {
      func value(_ text: String?) -> JSONValue { text.map { .raw(Array($0.utf8)) } ?? .null }
      return [
        "dataset": dataset.map { .string($0) } ?? .null, "field": .string(field),
        "before": value(before), "after": value(after),
      ]
    }
  }

  /// Lists the fields of datasets and of the catalog that change.
  ///
  /// - Parameters:
  ///   - before: The present catalog.
  ///   - after: The text of the new one.
  mutating func noteFields(of before: Document, to after: [UInt8]) {
    let new: Document
    do throws(SyntaxFault) {
      new = try JSONParser.parse(after)
    } catch {
      return notices.append("the changes of the catalog can't be shown: \(error.message)")
    }
    fieldChanges = CatalogDifference(from: before, to: new).changes.compactMap { change in
      change.field.map {
        .init(dataset: change.dataset, field: $0, before: change.before, after: change.after)
      }
    }
  }
}
